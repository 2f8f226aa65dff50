"""Addresses of the first screens."""

from django.urls import path

from jetekchi.workplace.views import demo, help, home, notices, search

app_name = "workplace"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("help/", help.help_page, name="help"),
    path("help/<slug:role>/", help.help_page, name="handbook"),
    path("status/", home.status, name="status"),
    path("demo/", demo.removal, name="demo"),
]
