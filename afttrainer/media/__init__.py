"""Film: sniff, probe, store, prepare and serve. Nothing here knows of the web.

PyAV is imported by the film worker's own process only (`workroom`); the server's process uses
`tasks`, `reports`, `store`, `serve`, `captions` and `worker`, none of which loads it.
"""
