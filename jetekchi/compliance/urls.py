from django.urls import path

from jetekchi.compliance import views

app_name = "compliance"
urlpatterns = [
    path("duties/", views.matrix, name="matrix"),
    path("duties/paper/", views.matrix_paper, name="matrix_paper"),
    path("duties/signature/", views.signature, name="signature"),
    path("duties/export/", views.matrix_export, name="matrix_export"),
    path("duties/class/<int:class_pk>/", views.leader, name="leader"),
    path("duties/class/<int:class_pk>/paper/", views.leader_paper, name="leader_paper"),
    path("duties/class/<int:class_pk>/<str:number>/", views.clause, name="clause"),
]
