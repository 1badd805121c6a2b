"""Pages of the jury, by audience: panel and plan (the team), reading (a juror), session, results."""
