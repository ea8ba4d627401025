"""The files that jobs leave for whoever asked: where they lie, until when, and whether one may be fetched."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from yixing.installation import FOLDERS
from yixing.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Shelf:
    """One folder of results, each under the number of its job.

    Args:
        folder: in the data directory, one of ``installation.FOLDERS``. ending: of the files, with its dot.
        most: how many stay; the oldest go.

    Raises:
        ValueError: for a folder that nobody would clear.
    """

    folder: str
    ending: str
    most: int = 30

    def __post_init__(self) -> None:
        if self.folder not in FOLDERS:
            raise ValueError(self.folder)

    def place(self, job_id: int) -> Path:
        """Where the result of a job lies, or will."""
        return Path(settings.DATA_DIR) / self.folder / f"{job_id}{self.ending}"

    def cleared(self, job_id: int) -> Path:
        """The same, its folder made and what a killed run left of it taken away."""
        target = self.place(job_id)
        target.parent.mkdir(exist_ok=True, mode=0o700)
        for left in target.parent.glob(f".{target.name}.*"):
            left.unlink()
        return target

    def prune(self) -> None:
        """Take the oldest away."""
        folder = Path(settings.DATA_DIR) / self.folder
        for old in sorted(folder.glob(f"*{self.ending}"), key=lambda place: int(place.stem))[: -self.most]:
            old.unlink()

    def has(self, job: Job) -> bool:
        """Whether a job is done and its result still there."""
        return job.state == Job.State.DONE and self.place(job.pk).exists()
