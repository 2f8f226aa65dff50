"""The pages for machines."""

from unittest.mock import patch

from django.db import OperationalError, connection
from django.test import TestCase, override_settings

from tests.cast import Cast, build


class Health(TestCase):
    def test_a_stranger_learns_that_it_is_well_and_nothing_else(self):
        response = self.client.get("/healthz")
        self.assertEqual((response.status_code, response.content), (200, b"ok\n"))

    def test_a_database_that_is_away_is_said_with_503(self):
        with patch.object(connection, "cursor", side_effect=OperationalError("secret host")):
            response = self.client.get("/healthz")
        self.assertEqual(response.status_code, 503)
        self.assertNotIn(b"secret", response.content)


class Calibration(TestCase):
    people: Cast

    @classmethod
    def setUpTestData(cls):
        cls.people = build()

    def test_it_does_not_exist_outside_a_measurement(self):
        self.client.force_login(self.people.aigul)
        self.assertEqual(self.client.get("/bench/calibration/").status_code, 404)

    @override_settings(BENCH=True)
    def test_it_is_behind_the_sign_in(self):
        self.assertEqual(self.client.get("/bench/calibration/").status_code, 302)

    @override_settings(BENCH=True)
    def test_it_shows_rows(self):
        self.client.force_login(self.people.aigul)
        self.assertContains(self.client.get("/bench/calibration/"), "aigul")
