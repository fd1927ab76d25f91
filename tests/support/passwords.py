"""Argon2 at its cheapest. What is proven does not lean on the cost, and hundreds of tests sign in."""

import argon2

QUICK_HASHER = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
