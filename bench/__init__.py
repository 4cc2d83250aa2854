"""Measurements that stay: each script prints ratios, side by side in one run. No test asserts them."""
