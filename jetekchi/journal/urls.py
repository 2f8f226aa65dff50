"""Addresses of marks and absences."""

from django.urls import URLPattern, path

from jetekchi.journal import views

app_name = "journal"
urlpatterns: list[URLPattern] = [
    path("journal/class/<int:pk>/half-year/<int:number>/", views.class_half_year, name="class_half_year"),
    path("journal/class/<int:pk>/sheet/", views.sheet, name="sheet"),
    path("journal/class/<int:pk>/marks/", views.marks, name="marks"),
    path("journal/class/<int:pk>/absences/", views.absences, name="absences"),
    path("journal/student/<int:pk>/", views.student, name="student"),
]
