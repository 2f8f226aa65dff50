"""Formats of dates and numbers for Django: its Kyrgyz ones write months and decimals otherwise than papers do."""
