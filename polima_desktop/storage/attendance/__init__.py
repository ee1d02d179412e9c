"""The electronic record and the calendar it is judged by."""
