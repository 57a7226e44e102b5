"""Simulated presentation attacks: paper and screens, rendered from frames of living people.

Everything works on wide squares around a face (RGB uint8, the face in the middle), as `trainer.learn.liveness` keeps them: the
person's square is printed or shown, and held before another square, the room.
"""

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Image

Floats = NDArray[np.float32]


class Medium(StrEnum):
    """The medium a person's picture is shown on."""

    PAPER = "paper"
    PHONE = "phone"
    MONITOR = "monitor"


def present(person: Image, room: Image, medium: Medium, rng: np.random.Generator, face_share: float) -> Image:
    """The person's picture on paper or a screen, held in front of the room: RGB uint8, of the shape of both.

    face_share: the face's share of the square's side; the face stays in its middle.
    """
    side = person.shape[0]
    face = face_share * side
    lit: Floats = np.asarray(person, np.float32) / np.float32(255)
    shown = _printed(lit, rng) if medium is Medium.PAPER else _displayed(lit, rng, face)
    # How far the picture reaches from the face's middle, in face sides; a monitor's edge is mostly out of sight.
    low, high = {Medium.PAPER: (0.62, 1.5), Medium.PHONE: (0.62, 1.1), Medium.MONITOR: (1.1, 2.2)}[medium]
    reach = rng.uniform(low, high, 4) * face
    middle = side / 2
    corners = np.array([[-reach[0], -reach[1]], [reach[2], -reach[1]], [reach[2], reach[3]], [-reach[0], reach[3]]])
    border = rng.uniform(0, 0.12) * face if medium is Medium.PAPER else rng.uniform(0.05, 0.25) * face
    outer = corners + np.sign(corners) * border * rng.uniform(0.4, 1.6, (1, 2))
    # Held by hand: turned a little, not quite facing the camera.
    flat = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    tilted = np.asarray(flat + rng.normal(0, 0.035 * side, (4, 2)), np.float32)
    matrix = cv2.getPerspectiveTransform(flat, tilted)
    turn = cv2.getRotationMatrix2D((middle, middle), rng.normal(0, 5), 1.0)
    matrix = np.vstack([turn, [0, 0, 1]]) @ matrix
    moved = cv2.perspectiveTransform(np.array([[[middle, middle]]]), matrix)[0, 0]
    matrix = np.array([[1, 0, middle - moved[0]], [0, 1, middle - moved[1]], [0, 0, 1]]) @ matrix

    edge = _edge_colour(medium, rng)
    sheet = np.empty_like(shown)
    sheet[:] = edge
    inside = _polygon(corners + middle, side)
    sheet = sheet * (1 - inside) + shown * inside
    covers = cv2.warpPerspective(_polygon(outer + middle, side), matrix, (side, side))[:, :, None]
    sheet = np.asarray(cv2.warpPerspective(sheet, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE), np.float32)
    behind = room.astype(np.float32) / 255
    shade = cv2.GaussianBlur(covers, (0, 0), side * 0.02)[:, :, None] * rng.uniform(0, 0.4)
    out = behind * (1 - shade) * (1 - covers) + sheet * covers
    return np.clip(out * 255 + 0.5, 0, 255).astype(np.uint8)


def _printed(picture: Floats, rng: np.random.Generator) -> Floats:
    """Ink reaches neither full black nor full colour; paper bends, so light falls off across it, and it may shine."""
    side = picture.shape[0]
    if rng.random() < 0.5:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.2)), np.float32)
    grey = picture.mean(2, keepdims=True)
    picture = grey + (picture - grey) * rng.uniform(0.5, 1.0)
    black, white = rng.uniform(0.02, 0.2), rng.uniform(0.75, 1.0)
    picture = black + (white - black) * picture ** rng.uniform(0.7, 1.3)
    if rng.random() < 0.3:  # the dots of the print
        y, x = np.mgrid[:side, :side].astype(np.float32)
        pitch, angle = rng.uniform(2.0, 4.0), rng.uniform(0, np.pi)
        dots = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / pitch)
        dots = dots * np.sin((y * np.cos(angle) - x * np.sin(angle)) * 2 * np.pi / pitch)
        picture = picture + 0.04 * dots[:, :, None]
    picture = picture * _falloff(side, rng, 0.25)
    if rng.random() < 0.25:
        picture = picture + _glare(side, rng) * rng.uniform(0.1, 0.5)
    return np.asarray(picture * rng.normal(1, 0.05, 3), np.float32)


def _displayed(picture: Floats, rng: np.random.Generator, face: float) -> Floats:
    """A display: its own gamma and white, moiré of its pixels with the camera's, reflections on its glass."""
    side = picture.shape[0]
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.0)), np.float32)
    picture = np.clip(picture, 0, 1) ** rng.uniform(0.7, 1.5)
    picture = picture * np.array([rng.uniform(0.8, 1.0), rng.uniform(0.9, 1.05), rng.uniform(0.95, 1.2)], np.float32)
    grey = picture.mean(2, keepdims=True)
    picture = grey + (picture - grey) * rng.uniform(0.8, 1.4)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    moire = np.zeros_like(picture)
    pitch, angle = rng.uniform(0.04, 0.35) * face, rng.uniform(0, np.pi)
    for channel in range(3):
        # Each colour's stripes beat with the camera's pixels at a place of their own.
        p, a = pitch * rng.normal(1, 0.03), angle + rng.normal(0, 0.03)
        wave = np.sin((x * np.cos(a) + y * np.sin(a)) * 2 * np.pi / p + channel * 2.1)
        wave += 0.6 * np.sin((y * np.cos(a) - x * np.sin(a)) * 2 * np.pi / (p * 1.3) + channel)
        moire[:, :, channel] = wave
    picture = picture * (1 + rng.uniform(0.01, 0.07) * moire)
    picture = picture * rng.uniform(0.8, 1.25) + rng.uniform(0, 0.08)
    if rng.random() < 0.6:
        picture = picture + _glare(side, rng) * rng.uniform(0.1, 0.6)
    return np.asarray(picture * _falloff(side, rng, 0.15), np.float32)


def _falloff(side: int, rng: np.random.Generator, strength: float) -> Floats:
    y, x = np.mgrid[:side, :side].astype(np.float32) / side - 0.5
    angle = rng.uniform(0, 2 * np.pi)
    along = x * np.cos(angle) + y * np.sin(angle)
    bend = rng.normal(0, strength) * along + rng.normal(0, strength) * (along**2 - 0.08)
    return np.asarray((1 + bend)[:, :, None], np.float32)


def _glare(side: int, rng: np.random.Generator) -> Floats:
    y, x = np.mgrid[:side, :side].astype(np.float32) / side
    cx, cy = rng.uniform(0.2, 0.8, 2)
    sx, sy = rng.uniform(0.03, 0.2, 2)
    spot = np.exp(-(((x - cx) / sx) ** 2) - ((y - cy) / sy) ** 2)
    return np.asarray(spot[:, :, None], np.float32)


def _edge_colour(medium: Medium, rng: np.random.Generator) -> Floats:
    light = rng.uniform(0.7, 1.0) if medium is Medium.PAPER else rng.uniform(0.0, 0.15)
    if medium is not Medium.PAPER and rng.random() < 0.2:
        light = rng.uniform(0.6, 0.95)  # white and silver frames
    return np.asarray(light * rng.normal(1, 0.03, 3), np.float32)


def _polygon(corners: NDArray[np.float64], side: int) -> Floats:
    drawn = np.zeros((side, side), np.uint8)
    cv2.fillConvexPoly(drawn, np.round(corners * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    return np.asarray(drawn[:, :, None], np.float32) / np.float32(255)
