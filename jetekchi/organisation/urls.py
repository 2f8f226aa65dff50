"""Addresses of people, classes and imports; one list a group of pages."""

from django.urls import URLPattern, path

from jetekchi.organisation.views import (
    accounts,
    appointments,
    calendar,
    classes,
    families,
    imports,
    lyceum,
    next_year,
    profile,
    schedules,
    second_factor,
    setup,
    slips,
    staff,
    students,
    units,
)

app_name = "organisation"

IMPORTS: list[URLPattern] = [
    path("imports/", imports.index, name="imports"),
    path("imports/run/<int:pk>/", imports.run, name="import_run"),
    path("imports/<slug:kind>/", imports.new, name="import_new"),
    path("imports/<slug:kind>/<uuid:token>/", imports.preview, name="import_preview"),
    path("imports/<slug:kind>/<uuid:token>/refused/", imports.refused, name="import_refused"),
]

ACCOUNTS: list[URLPattern] = [
    path("setup/", setup.first_setup, name="setup"),
    path("profile/", profile.profile, name="profile"),
    path("profile/theme/", profile.theme, name="theme"),
    path("slips/", slips.slip_lists, name="slip_lists"),
    path("slips/<slug:key>/", slips.slips, name="slips"),
]

CLASSES: list[URLPattern] = [
    path("classes/", classes.classes, name="classes"),
    path("classes/add/", classes.class_add, name="class_add"),
    path("classes/<int:class_pk>/", classes.class_page, name="class"),
    path("classes/<int:class_pk>/edit/", classes.class_edit, name="class_edit"),
    path("classes/<int:class_pk>/teachers/", classes.class_teachers, name="class_teachers"),
    path("classes/<int:class_pk>/teachers/add/", classes.teaching_add, name="teaching_add"),
    path("classes/<int:class_pk>/teachers/<int:pk>/end/", classes.teaching_end, name="teaching_end"),
    path("classes/<int:class_pk>/leaders/", appointments.class_appointments, name="class_appointments"),
    path("classes/<int:class_pk>/leaders/appoint/", appointments.appoint, name="appoint"),
    path("classes/<int:class_pk>/leaders/deputy/", appointments.deputy_add, name="deputy_add"),
    path("classes/<int:class_pk>/leaders/handover/", appointments.handover_add, name="handover_add"),
    path(
        "classes/<int:class_pk>/leaders/<int:pk>/end/", appointments.appointment_end, name="appointment_end"
    ),
    path(
        "classes/<int:class_pk>/leaders/<int:pk>/order/",
        appointments.appointment_order,
        name="appointment_order",
    ),
    path("handovers/<int:pk>/", appointments.handover, name="handover"),
    path("handovers/<int:pk>/confirm/", appointments.handover_confirm, name="handover_confirm"),
    path("handovers/<int:pk>/paper.<slug:kind>", appointments.handover_paper, name="handover_paper"),
]

STUDENTS: list[URLPattern] = [
    path("students/", students.students, name="students"),
    path("students/add/", students.student_add, name="student_add"),
    path("students/<int:student_pk>/", students.student, name="student"),
    path("students/<int:student_pk>/edit/", students.student_edit, name="student_edit"),
    path("students/<int:student_pk>/move/", students.student_move, name="student_move"),
    path("students/<int:student_pk>/leave/", students.student_leave, name="student_leave"),
    path("students/<int:student_pk>/family/add/", families.guardian_add, name="guardian_add"),
    path("students/<int:student_pk>/family/<int:pk>/", families.guardian_edit, name="guardian_edit"),
    path(
        "students/<int:student_pk>/family/<int:pk>/take-back/",
        families.guardian_take_back,
        name="guardian_take_back",
    ),
    path("students/<int:student_pk>/family/<int:pk>/bar/", families.guardian_bar, name="guardian_bar"),
    path("students/<int:student_pk>/family/<int:pk>/admit/", families.guardian_admit, name="guardian_admit"),
]

STAFF: list[URLPattern] = [
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.staff_add, name="staff_add"),
    path("staff/<int:staff_pk>/", staff.staff_member, name="staff_member"),
    path("staff/<int:staff_pk>/edit/", staff.staff_edit, name="staff_edit"),
    path("staff/<int:staff_pk>/dismiss/", staff.staff_dismiss, name="staff_dismiss"),
    path("staff/<int:staff_pk>/roles/add/", staff.role_add, name="role_add"),
    path("staff/<int:staff_pk>/roles/<int:pk>/end/", staff.role_end, name="role_end"),
    path("units/", units.units, name="units"),
    path("units/<int:unit_pk>/edit/", units.unit_edit, name="unit_edit"),
    path("offices/add/", units.office_add, name="office_add"),
    path("offices/<int:office_pk>/", units.office, name="office"),
    path("offices/<int:office_pk>/edit/", units.office_edit, name="office_edit"),
    path("offices/<int:office_pk>/seat/", units.seat, name="seat"),
    path("offices/<int:office_pk>/vacate/", units.vacate, name="vacate"),
]

SCHEDULES: list[URLPattern] = [
    path("schedules/", schedules.schedules, name="schedules"),
    path("schedules/<int:staff_pk>/", schedules.schedule, name="schedule"),
    path("schedules/<int:staff_pk>/begin/", schedules.schedule_begin, name="schedule_begin"),
    path("schedules/versions/<int:pk>/", schedules.schedule_version, name="schedule_version"),
    path("schedules/versions/<int:pk>/edit/", schedules.schedule_edit, name="schedule_edit"),
    path("schedules/versions/<int:pk>/take-back/", schedules.schedule_take_back, name="schedule_take_back"),
]

LYCEUM: list[URLPattern] = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/years/add/", calendar.year_add, name="year_add"),
    path("calendar/years/<slug:name>/next/", next_year.next_year, name="next_year"),
    path("calendar/terms/<int:term_pk>/move/", calendar.term_move, name="term_move"),
    path("calendar/terms/<int:term_pk>/close/", calendar.term_close, name="term_close"),
    path("calendar/terms/<int:term_pk>/reopen/", calendar.term_reopen, name="term_reopen"),
    path("calendar/days/mark/", calendar.day_mark, name="day_mark"),
    path("calendar/days/<int:day_pk>/clear/", calendar.day_clear, name="day_clear"),
    path("settings/", lyceum.lyceum_settings, name="settings"),
    path("settings/<slug:key>/", lyceum.setting_edit, name="setting_edit"),
    path("who-sees-what/", lyceum.who_sees_what, name="who_sees_what"),
    path("audit/", lyceum.audit, name="audit"),
    path("first-steps/", lyceum.first_steps, name="first_steps"),
]

# The doors keep the names by which Django and allauth look for them, so they stand outside the namespace.
doors: list[URLPattern] = [
    path("login/", accounts.SignIn.as_view(), name="account_login"),
    path("logout/", accounts.sign_out, name="account_logout"),
    path("language/", accounts.language, name="set_language"),
    path("password/", accounts.password, name="account_change_password"),
    path("forgotten/", accounts.forgotten, name="account_reset_password"),
    path("forgotten/new/", accounts.reset_password, name="account_reset_password_from_key"),
    path("forgotten/<str:uid>/<str:token>/", accounts.reset_link, name="account_reset_password_link"),
    path("confirm/", accounts.confirm, name="account_reauthenticate"),
    path("code/", second_factor.code, name="mfa_authenticate"),
    path("second-factor/", second_factor.overview, name="mfa_index"),
    path("second-factor/setup/", second_factor.set_up, name="mfa_activate_totp"),
    path("second-factor/off/", second_factor.switch_off, name="mfa_deactivate_totp"),
    path("second-factor/codes/", second_factor.codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", second_factor.new_codes, name="mfa_generate_recovery_codes"),
    path("sessions/", accounts.sessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", accounts.end_session, name="session_end"),
]

urlpatterns: list[URLPattern] = [*ACCOUNTS, *IMPORTS, *CLASSES, *STUDENTS, *STAFF, *SCHEDULES, *LYCEUM]
