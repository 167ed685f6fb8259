"""The codecs that are let in: what cameras, phones and room systems record with, and no other.

Each further decoder is a further way into this computer for a hostile file.
"""

from __future__ import annotations

PICTURES = frozenset(
    {
        "av1",
        "dvvideo",
        "h263",
        "h264",
        "hevc",
        "mjpeg",
        "mpeg1video",
        "mpeg2video",
        "mpeg4",
        "prores",
        "vp8",
        "vp9",
    }
)

SOUNDS = frozenset(
    {
        "aac",
        "ac3",
        "adpcm_ima_qt",
        "adpcm_ima_wav",
        "adpcm_ms",
        "alac",
        "amr_nb",
        "amr_wb",
        "dts",
        "eac3",
        "flac",
        "mp2",
        "mp3",
        "opus",
        "pcm_alaw",
        "pcm_bluray",
        "pcm_dvd",
        "pcm_f32be",
        "pcm_f32le",
        "pcm_mulaw",
        "pcm_s16be",
        "pcm_s16le",
        "pcm_s24be",
        "pcm_s24le",
        "pcm_s32be",
        "pcm_s32le",
        "pcm_s8",
        "pcm_u8",
        "vorbis",
    }
)
