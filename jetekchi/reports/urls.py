from django.urls import path

from jetekchi.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report_list, name="list"),
    path("reports/<int:class_pk>/<int:half>/", views.report, name="report"),
    path("reports/<int:class_pk>/<int:half>/signature/", views.signature, name="signature"),
    path("reports/<int:class_pk>/<int:half>/decision/", views.decision, name="decision"),
    path("reports/<int:class_pk>/<int:half>/paper/", views.paper, name="paper"),
]
