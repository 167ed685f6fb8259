"""Voices of the demo film: flite speaks each sentence, its phones and loudness move the mouths."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
LOUDNESS_LUFS = -18.0
ROOM_TONE_DB = -56.0
LIMIT_FROM = 0.45  # softly, and at most 0.25 further: AAC adds to the peaks it is given
BREATH_BETWEEN_SENTENCES_S = 0.32
Sound = NDArray[np.float32]

# flite's phone -> how far the mouth opens, how rounded it is (0..1).
_OPEN = {"aa": 1.0, "ao": 0.95, "ae": 0.9, "aw": 0.95, "ay": 0.9, "ah": 0.7, "ax": 0.45, "eh": 0.65}
_OPEN |= {
    "ey": 0.6,
    "er": 0.45,
    "ih": 0.4,
    "iy": 0.38,
    "oy": 0.8,
    "ow": 0.7,
    "uh": 0.45,
    "uw": 0.35,
}
_OPEN |= {
    "m": 0.0,
    "b": 0.0,
    "p": 0.0,
    "f": 0.12,
    "v": 0.12,
    "w": 0.22,
    "pau": 0.0,
    "l": 0.35,
    "hh": 0.4,
}
_ROUND = {
    "uw": 1.0,
    "w": 1.0,
    "ow": 0.85,
    "oy": 0.8,
    "ao": 0.7,
    "uh": 0.6,
    "r": 0.45,
    "sh": 0.6,
    "ch": 0.5,
}
_OTHER_CONSONANT = 0.22


@dataclass(frozen=True)
class Utterance:
    """One sentence: its words, its sound, and its phones as (end in seconds, name)."""

    words: str
    sound: Sound
    phones: tuple[tuple[float, str], ...]

    @property
    def seconds(self) -> float:
        return len(self.sound) / RATE_HZ

    def mouth(self, t: float) -> tuple[float, float]:
        """Opening and rounding at t seconds into the sentence."""
        for end, phone in self.phones:
            if t < end:
                return _OPEN.get(phone, _OTHER_CONSONANT), _ROUND.get(phone, 0.0)
        return 0.0, 0.0


def missing_tools() -> list[str]:
    """What has to be installed before a voice can be made, in words; empty when all is there."""
    if shutil.which("flite"):
        return []
    return ["flite, the speech synthesiser (on Debian: apt-get install flite)"]


def sentences(text: str) -> list[str]:
    """The text in caption-sized pieces: sentences, long ones cut at a comma near their middle."""
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[.?!])\s+", " ".join(text.split())):
        commas = [m.end() for m in re.finditer(r",\s", sentence)]
        if len(sentence) > 74 and commas:
            cut = min(commas, key=lambda at: abs(at - len(sentence) / 2))
            pieces += [sentence[:cut].strip(), sentence[cut:].strip()]
        else:
            pieces.append(sentence)
    return pieces


def speak(words: str, voice: str, pitch: float, pace: float, loud_db: float) -> Utterance:
    """Speak one sentence. pitch 1.0 and pace 1.0 are the voice's own; a higher pace is slower.

    Raises subprocess.CalledProcessError when flite or ffmpeg cannot do it.
    """
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "voice.wav"
        stretch = f"duration_stretch={pace * pitch:.3f}"
        aloud = words.replace("—", "")  # the dash of a sentence cut short is for the eye only
        command = ["flite", "-voice", voice, "--setf", stretch, "-psdur", "-t", aloud, str(wav)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        tone = "highpass=f=90,equalizer=f=250:t=q:w=1:g=-2,treble=g=4:f=3500"
        sound = _decode(wav, f"asetrate={16000 * pitch:.0f},aresample={RATE_HZ},{tone}")
    ends = [(float(end) / pitch, name) for name, end in re.findall(r"([a-z]+):([\d.]+)", said)]
    sound, dropped = _trim(sound)
    level = float(np.sqrt(np.mean(sound**2))) or 1.0
    gain = 0.08 / level * 10 ** (loud_db / 20)
    return Utterance(words, sound * np.float32(gain), tuple((e - dropped, p) for e, p in ends))


def in_the_room(track: Sound) -> Sound:
    """The voices as heard in a small furnished room, over its tone, at LOUDNESS_LUFS."""
    chance = np.random.default_rng(20)
    decay = np.exp(-np.arange(int(0.28 * RATE_HZ)) / (0.055 * RATE_HZ))
    echo = _smooth(chance.standard_normal(len(decay)) * decay, 9)
    echo *= 0.22 / np.sqrt(np.sum(echo**2))
    size = 1 << (len(track) + len(echo)).bit_length()
    wet = np.fft.irfft(np.fft.rfft(track, size) * np.fft.rfft(echo, size), size)[: len(track)]
    voices = track + wet
    voices *= 10 ** ((LOUDNESS_LUFS - _lufs(voices.astype(np.float32))) / 20)
    tone = _smooth(chance.standard_normal(len(track)), 60)
    tone *= 10 ** (ROOM_TONE_DB / 20) / np.sqrt(np.mean(tone**2))
    over = np.abs(voices) - LIMIT_FROM
    limited = np.where(
        over > 0, np.sign(voices) * (LIMIT_FROM + 0.25 * np.tanh(over / 0.25)), voices
    )
    both = limited + tone
    ramp = np.linspace(0, 1, RATE_HZ // 2)
    both[: len(ramp)] *= ramp
    both[-len(ramp) :] *= ramp[::-1]
    return both.astype(np.float32)


def envelope(track: Sound, frames: int, fps: int) -> Sound:
    """Loudness of each picture frame, 0..1."""
    step = RATE_HZ // fps
    padded = np.zeros(frames * step, dtype=np.float32)
    padded[: min(len(track), len(padded))] = track[: len(padded)]
    rms = np.sqrt(np.mean(padded.reshape(frames, step) ** 2, axis=1))
    heard: Sound = np.clip(rms / 0.11, 0, 1).astype(np.float32)
    return heard


def _smooth(noise: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    return np.convolve(noise, np.hanning(width + 2)[1:-1], mode="same")


def _trim(sound: Sound) -> tuple[Sound, float]:
    """The sound without the quiet around it, and the seconds taken off its front."""
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    first = max(0, int(loud[0]) - RATE_HZ // 50)
    return sound[first : int(loud[-1]) + RATE_HZ // 20], first / RATE_HZ


def _decode(path: Path, filters: str) -> Sound:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-af", filters]
    raw = subprocess.run(
        [*command, "-f", "f32le", "-ac", "1", "-"], check=True, capture_output=True
    )
    sound: Sound = np.frombuffer(raw.stdout, dtype=np.float32).copy()
    return sound


def _lufs(sound: Sound) -> float:
    """Integrated loudness by EBU R 128."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-f", "f32le", "-ar", str(RATE_HZ)]
    command += ["-ac", "1", "-i", "-", "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, input=sound.tobytes(), check=True, capture_output=True).stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said.decode())[-1])
