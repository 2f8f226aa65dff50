"""Small tables, wholly invented, as people bring them."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

STUDENT_HEADINGS = ("№", "Фамилиясы", "Аты", "Атасынын аты", "Класс", "Жынысы", "Туулган күнү")
STUDENTS = (
    ("7001", "Арстанбек уулу", "Эламан", "", "9-А", "эркек", "12.03.2011"),
    ("7002", "Жапарова", "Үмүт", "Сагынбековна", "9-А", "жен", "2011-05-30"),
    ("7003", "Жапарова", "Үмүт", "Сагынбековна", "9-Б", "f", "01.12.2010"),
)


def csv_bytes(
    headings: Sequence[object], rows: Sequence[Sequence[object]], encoding: str = "utf-8-sig", sign: str = ","
) -> bytes:
    """A csv as a program for tables saves it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=sign)
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(headings: Sequence[object], rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook with dates as dates and numbers as numbers."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for line, row in enumerate([headings, *rows]):
            for column, value in enumerate(row):
                if hasattr(value, "year"):
                    sheet.write_datetime(line, column, value, day)
                else:
                    sheet.write(line, column, value)
    return data.getvalue()


def students(*rows: Sequence[object]) -> bytes:
    """A students' list with the headings of this file."""
    return csv_bytes(STUDENT_HEADINGS, rows or STUDENTS)
