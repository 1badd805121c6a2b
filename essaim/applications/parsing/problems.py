"""Why a file is not kept. The sentences are in essaim.applications.inspection."""

from enum import StrEnum


class Problem(StrEnum):
    MISMATCH = "mismatch"
    LOCKED = "locked"
    BOMB = "bomb"
    HUGE_IMAGE = "huge_image"
    NESTED = "nested"
    MACROS = "macros"
    ACTIVE = "active"


class Refused(Exception):
    """This file is not kept; ``problem`` says why."""

    def __init__(self, problem: Problem):
        super().__init__(problem)
        self.problem = problem
