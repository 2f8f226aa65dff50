"""The signed rows of timetable, bells and kinds of work; see tests/permission_table.py."""

TIMETABLE: dict[str, str] = {
    "journal:timetable GET": "+0+ ++++ +0+0+ 0000 | 0++ ++++ +0+0+ 0000",
    "journal:timetable_make POST": "-0- -+-- -0-0- 0000 | 0-- -+-- -0-0- 0000",
    "journal:slot GET": "-0- -+-- -0-0- 0000 | 0-- -+-- -0-0- 0000",
    "journal:slot POST": "-0- -+-- -0-0- 0000 | 0-- -+-- -0-0- 0000",
    "journal:parts GET": "-0- -+-- -0-0- 0000 | 0-- -+-- -0-0- 0000",
    "journal:parts POST": "-0- -+-- -0-0- 0000 | 0-- -+-- -0-0- 0000",
    "journal:part GET": "-0- -+-- -0-0- 0000 | 0-- -+-- -0-0- 0000",
    "journal:part POST": "-0- -+-- -0-0- 0000 | 0-- -+-- -0-0- 0000",
    "journal:timetables GET": "--- -+-- ----- ----",
    "journal:timetables POST": "--- -+-- ----- ----",
    "journal:kinds GET": "--- -+-- ----- ----",
    "journal:kinds POST": "--- -+-- ----- ----",
    "journal:kind GET": "--- -+-- ----- ----",
    "journal:kind POST": "--- -+-- ----- ----",
    "journal:lesson_change GET": "-0- 0+00 00000 0000 | 0-- 0+00 00000 0000",
    "journal:lesson_change POST": "-0- 0+00 00000 0000 | 0-- 0+00 00000 0000",
}
