"""A site of several workers with all its servers on one machine.

    make run-cluster        the same as make run, with two workers on PostgreSQL and Valkey or Redis

Tests and benchmarks use the same:

    with Cluster(folder) as cluster:
        cluster.address             of nginx, where people go
        cluster.workers[0].crash()  and its people are at the other

All of it lies in `folder`: the site in home/ and video_segments/, each server's files and log.
"""

from __future__ import annotations

from scripts.cluster.cluster import Cluster, Door
from scripts.cluster.worker import Worker

__all__ = ["Cluster", "Door", "Worker"]
