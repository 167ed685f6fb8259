"""Numbers: pure functions on marks and times, knowing no table and no request."""
