"""Plays the whole journey on one closed demonstration call, through the same actions as the pages."""
