"""Film: looked at, made ready, sealed, cut and served. Nothing here knows of the web.

    sniff, survey, recipe            what came, what it consists of, what must be done to it
    ffmpeg, running, limits          the one door to ffmpeg; libav is the one to PyAV
    make_ready, transcode, lay_out   from any form to a film that every browser plays
    listen, thumbnails               what there is to see of it: waveform, quiet, small pictures
    cut, smart_cut, whole_cut        clips exact to the picture, each verified
    segments, encrypt, decrypt       sealed films; site_key and film_keys hold what opens them
    place, ranges, serve, fragments  where a film is kept, and which of its bytes are sent

PyAV and ffmpeg run in the film worker's own process only (`workroom`). The server's process uses
what loads neither: a test says which modules those are.
"""
