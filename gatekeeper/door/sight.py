"""From the faces in a camera's frames to the people who stand before it for a while, each with what is known of them.

A frame is searched for faces only every few frames; in between, each face is looked for where it was, by the detector's last
network alone. Every face is embedded again on every frame until its track is decided, so a name never outlives the face it was
given to.
"""

from gatekeeper.domain import Face, Frame, Image, Liveness, MaskState, Match, Probe, Sighting
from gatekeeper.door import access
from gatekeeper.door.access import Policy
from gatekeeper.door.gallery import Gallery
from gatekeeper.door.liveness import FORGOTTEN_SECONDS, LivenessCheck
from gatekeeper.door.stage_times import StageTimes
from gatekeeper.door.tracks import TrackLimits, Tracks
from gatekeeper.door.visit import Visit
from gatekeeper.vision import quality
from gatekeeper.vision.detect import inner
from gatekeeper.vision.pipeline import FacePipeline
from gatekeeper.vision.reading import Reading

_MOST_LOOKED_AT = 4  # faces of one frame whose liveness is checked
_UNCOMPARED_SECONDS = 1.5  # after this long without being compared, a face may be somebody else's
_LOOK_AGAIN = 5  # a decided track is embedded again once in this many frames
_APART_SECONDS = 1.0  # after this long without an answer, faces that could be exchanged are asked to step apart


class Sight:
    """The people seen before one camera. Used by one thread alone.

    visits: of the people who are followed, by track; faces: of the last frame, which the next one is expected to show again;
    version: of the gallery that they were last compared with; too_close: tracks that have stood so close to each other that
    they could be exchanged, for so long that they must be told. search_every: a full search for faces once in this many frames,
    and on every frame while nobody is followed.
    """

    def __init__(
        self,
        reader: FacePipeline,
        gallery: Gallery,
        liveness: LivenessCheck | None,
        limits: quality.Limits,
        track_limits: TrackLimits,
        search_every: int,
    ) -> None:
        self.reader, self.gallery, self.liveness = reader, gallery, liveness
        self.times = StageTimes()
        self.tracks = Tracks(track_limits)
        self.visits: dict[int, Visit] = {}
        self.faces: list[Face] = []
        self.version = gallery.version
        self.too_close: set[int] = set()
        self._limits = limits
        self._search_every = search_every
        self._since_search = 0
        self._unclear: tuple[float, float] | None = None  # when faces that could be exchanged were first and last seen
        self._hung_at = float("-inf")  # when a picture that was refused was last seen on the wall

    def see(self, frame: Frame, reading: Reading | None, policy: Policy) -> list[Sighting]:
        """The people on this frame, the nearest first and pictures on the wall last. reading: a graphics card's result for
        it."""
        self._take_up_losses()
        sightings = self._recognise(frame, self._read(frame.image, reading), policy)
        live = set(self.tracks.live)
        self.visits = {key: visit for key, visit in self.visits.items() if key in live}
        if any(visit.still and _is_refused(visit) for visit in self.visits.values()):
            self._hung_at = frame.taken_at
        # A picture on the wall is answered too, and may be a person after all; but it must not keep others waiting.
        sightings.sort(key=lambda s: (self.visits[s.track_id].still, -s.face.size_px))
        return sightings

    def alive(self, visit: Visit, now: float, person_id: int) -> Liveness | None:
        """The answer of a visit's liveness check, see `LivenessSession.answer`.

        Pictures on the wall must not use up the tries of the door, nor those of the people whom they show, again and again. So
        where some hang, a face is given the last try only once it was seen to move.
        """
        life = visit.life
        assert life is not None
        assert self.liveness is not None
        begun = life.over or life.request
        if not begun and self.liveness.tries.is_last(person_id, now) and self._pictures_hang(now):
            if visit.still:
                return life.unmoved()
            if visit.may_hang(now):
                return None
        return life.answer(now, person_id)

    def _pictures_hang(self, now: float) -> bool:
        return now - self._hung_at < FORGOTTEN_SECONDS or any(
            visit.may_hang(now) and _is_refused(visit) for visit in self.visits.values()
        )

    def forget(self) -> None:
        """Forget every track and what was seen of it; whoever is there is processed from the start."""
        self.faces, self._unclear = [], None
        self.too_close.clear()
        self.tracks.forget(float("inf"))
        self.visits.clear()

    def renew(self, reader: FacePipeline, gallery: Gallery) -> None:
        """Go on with another model. Results of the earlier model no longer count; people who were answered stay answered."""
        self.reader, self.gallery, self.version = reader, gallery, gallery.version
        self.tracks.forget_looks()
        for visit in self.visits.values():
            visit.sightings.clear()
            visit.probe = None
            self.look_anew(visit)

    def wait(self, track_id: int, visit: Visit, seconds: float) -> None:
        """No frame was processed for this long, so none was missed: a grant waiting for a slow disk stays with this track. The
        person standing there is checked again if people could have changed places."""
        self.tracks.wait(track_id, seconds)
        if seconds > self.tracks.limits.gap_seconds and not visit.let_in:
            visit.sightings.clear()
            self.look_anew(visit)

    def look_anew(self, visit: Visit) -> None:
        """Discard what the liveness check has seen and when the face was compared: it was somebody else, or may have been."""
        if not visit.let_in:
            self._check_life_anew(visit)
            visit.compared = None

    def _check_life_anew(self, visit: Visit) -> None:
        visit.life = self.liveness.begin() if self.liveness is not None else None
        visit.checked, visit.strayed = None, 0

    def _take_up_losses(self) -> None:
        """Discard matches against people or photos that are gone; everybody else's visit goes on."""
        if self.gallery.version == self.version:
            return
        lost = self.gallery.lost_since(self.version)
        self.version = self.gallery.version
        for visit in self.visits.values() if lost else ():
            kept = [s for s in visit.sightings if s.match is None or s.match.person_id not in lost]
            if len(kept) < len(visit.sightings):
                visit.sightings.clear()
                visit.sightings.extend(kept)
            about = visit.decision.person_id if visit.decision is not None else None
            if about in lost and not self.gallery.knows(about):
                visit.decision, visit.person = None, None

    def _read(self, image: Image, reading: Reading | None) -> Reading:
        """The faces of a frame, the largest first, and the networks' results for them: from the graphics card, otherwise from
        the processor."""
        if reading is None and self.reader.card is not None:
            with self.times.stage("card"):
                (reading,) = self.reader.read([image], [self.faces]) or (None,)
        if reading is not None:
            self.faces = reading.faces
            return reading
        faces = sorted(self._find(image), key=lambda face: -face.size_px)
        with self.times.stage("align"):
            chips = self.reader.chips(image, faces)
        with self.times.stage("mask"):
            masks = self.reader.mask_status.classify(inner(chips))
        with self.times.stage("straighten"):
            faces, chips = self.reader.aligned(image, faces, chips, masks)
        return Reading(faces, chips, masks)

    def _find(self, image: Image) -> list[Face]:
        with self.times.stage("detect"):
            self._since_search += 1
            if self.faces and self._since_search < self._search_every:
                followed = self.reader.detector.follow(image, self.faces)
                if all(face is not None for face in followed):
                    self.faces = [face for face in followed if face is not None]
                    return self.faces
            self._since_search = 0
            self.faces = self.reader.detector.find(image)
            return self.faces

    def _recognise(self, frame: Frame, reading: Reading, policy: Policy) -> list[Sighting]:
        faces, chips, masks = reading.faces, reading.chips, reading.masks
        ids = self.tracks.assign(faces, frame.taken_at)
        unclear = {i for i, key in enumerate(ids) if key in self.tracks.unclear}
        hidden = [key in self.tracks.overlapping for key in ids]
        with self.times.stage("quality"):
            problems = [
                quality.problems(face, chip, frame.image.shape, self._limits)
                for face, chip in zip(faces, inner(chips), strict=True)
            ]
        visits = [self.visits.get(key) or self._visit(key, frame) for key in ids]
        compared, asked, turned = [], set(), set()
        for i, visit in enumerate(visits):
            visit.frames += 1
            if visit.life is not None and visit.life.request:
                asked.add(i)
                if visit.life.turned(faces[i]):
                    # It does not vote; it is compared with its frontal look.
                    turned.add(i)
            compare = visit.frames % _LOOK_AGAIN == 0 if visit.let_in else not visit.repeats(frame, faces[i])
            if compare and not problems[i]:
                compared.append(i)
        matches: list[Match | None] = [None] * len(faces)
        alike = set()  # tracks that turned their head and are still the person who faced the camera before
        if compared:
            with self.times.stage("embed"):
                ready = reading.vectors
                vectors = self.reader.embedder.embed(chips[compared]) if ready is None else ready[compared]
            with self.times.stage("search"):
                found = self.gallery.search(vectors, [masks[i] for i in compared], policy.thresholds)
                for i, vector, match in zip(compared, vectors, found, strict=True):
                    covered = masks[i] is not MaskState.BARE
                    # Whether a bare face and a masked one are the same is too uncertain to let anybody in: a person who was let
                    # in before is checked again.
                    changed = visits[i].let_in and visits[i].covered not in (None, covered)
                    fits = i not in turned and not changed and self.tracks.resembles(ids[i], vector, covered)
                    if not fits and i in asked:
                        # A head that turns because it was asked to looks different: it says nothing about identity, but it
                        # counts as turned only if it is the same head.
                        if self.tracks.resembles(ids[i], vector, bool(visits[i].covered), turned=True):
                            turned.add(i)
                            alike.add(i)
                        if i in turned:
                            continue
                    if not fits:
                        ids[i] = self.tracks.restart(ids[i])
                        self.tracks.resembles(ids[i], vector, covered)
                        visits[i] = self._visit(ids[i], frame)
                    matches[i] = match
                    visits[i].covered = covered
                    visits[i].probe = Probe(self.reader.embedder.model_id, vector, chips[i])
        sightings = [
            Sighting(ids[i], frame.taken_at, faces[i], masks[i], matches[i], problems[i]) for i in range(len(faces))
        ]
        counts = set()  # tracks whose frame the liveness check uses
        for i, (visit, sighting) in enumerate(zip(visits, sightings, strict=True)):
            visit.move_to(sighting.face, frame.taken_at)
            self._hide(visit, hidden[i])
            facing = i in compared and i not in turned
            if facing:
                visit.compared = frame, sighting
            elif i in alike:
                visit.turned_at = frame.taken_at
            else:
                self._doubt(visit, frame)
            # A face that was not compared on this frame says nothing; if nobody is registered to compare it with, it is not
            # known.
            if facing or (sighting.problems and i not in turned):
                visit.sightings.append(sighting)
            if not visit.hidden and (i in alike or (facing and self._same_for_life(visit, sighting, policy))):
                counts.add(i)
        # Pictures that were refused take nobody's turn, however many hang there.
        checks = {
            i: life for i in counts if (life := visits[i].life) is not None and not life.over and not visits[i].let_in
        }
        with self.times.stage("liveness"):
            for i in sorted(checks, key=lambda i: visits[i].still)[:_MOST_LOOKED_AT]:
                score = float(reading.alive[i]) if reading.alive is not None else None
                checks[i].look(frame, faces[i], masks[i], usable=i not in turned, score=score)
        self._note_unclear({ids[i] for i in unclear if visits[i].waits_for_room}, frame.taken_at)
        return sightings

    def _note_unclear(self, tracks: set[int], now: float) -> None:
        """Record which faces of a frame could be exchanged and wait for it to end. One may be missed on some frames."""
        first, last = self._unclear or (now, now)
        if now - last > self.tracks.limits.gap_seconds:
            first, self.too_close = now, set()
        if tracks:
            self._unclear = first, now
            self.too_close = tracks if now - first >= _APART_SECONDS else set()

    def _hide(self, visit: Visit, hidden: bool) -> None:
        """Record whether another face's box covers this one. What its liveness check saw could be the other's; and once it is
        seen whole, those frames do not speak against it."""
        if not visit.let_in:
            if hidden:
                self._check_life_anew(visit)
            elif visit.hidden:
                visit.sightings.clear()
        visit.hidden = hidden

    def _doubt(self, visit: Visit, frame: Frame) -> None:
        """A face that was not compared for long may be another person's: the name given before and the liveness seen so far no
        longer count, and the earlier answer is not shown to the person now there."""
        if visit.let_in or visit.compared is None:
            return
        if frame.taken_at - max(visit.compared[0].taken_at, visit.turned_at) > _UNCOMPARED_SECONDS:
            kept = [sighting for sighting in visit.sightings if sighting.match is None]
            visit.sightings.clear()
            visit.sightings.extend(kept)
            visit.decision = visit.person = None
            self.look_anew(visit)

    def _same_for_life(self, visit: Visit, sighting: Sighting, policy: Policy) -> bool:
        """Whether a frame that was compared shows the person whom the liveness check has seen so far, covered as they were. The
        check begins anew if two frames in a row show another person or another mask state."""
        person_id = named(sighting, policy)
        if person_id is None:
            return False  # a person who is not known is not let in, alive or not
        shown = (sighting.mask is not MaskState.BARE, person_id)
        if visit.checked is None:
            visit.checked = shown
        if visit.checked == shown:
            visit.strayed = 0
            return True
        visit.strayed += 1
        if visit.strayed == 2:
            compared = visit.compared
            self.look_anew(visit)
            visit.checked, visit.compared = shown, compared
            return True
        return False

    def _visit(self, track_id: int, frame: Frame) -> Visit:
        life = self.liveness.begin() if self.liveness is not None else None
        visit = self.visits[track_id] = Visit(frame.taken_at, life)
        return visit


def _is_refused(visit: Visit) -> bool:
    """Whether it was refused as a picture."""
    return visit.life is not None and visit.life.found_picture


def named(sighting: Sighting, policy: Policy) -> int | None:
    """The person named by this one frame; None if the face was not compared."""
    return access.named(sighting.match, policy) if sighting.match is not None else None
