"""Addresses of the first screens."""

from django.urls import path

from jetekchi.workplace.views import demo, desk, feed, help, home, notices, search

app_name = "workplace"
urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", desk.queue, name="desk"),
    path("desk/classes/", desk.classes, name="desk_classes"),
    path("desk/classes/<int:class_pk>/remind/<slug:paper>/", desk.remind, name="remind"),
    path("search/", search.search, name="search"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("my-calendar/", feed.feed, name="feed"),
    path("my-calendar/make/", feed.feed_make, name="feed_make"),
    path("my-calendar/take-back/", feed.feed_take_back, name="feed_take_back"),
    path("feeds/<str:secret>.ics", feed.feed_file, name="feed_file"),
    path("help/", help.help_page, name="help"),
    path("help/<slug:role>/", help.help_page, name="handbook"),
    path("status/", home.status, name="status"),
    path("demo/", demo.removal, name="demo"),
]
