"""Who reads what, dealt evenly. Pure: files and jurors are any hashables.

Each file gets ``wanted`` readers among those free of links. Files with the fewest possible readers
are served first, each by the least loaded juror; ties keep the order given, so the same input
always gives the same plan. Readings dealt before are kept and counted.
"""

from collections.abc import Collection, Hashable, Sequence


class Unservable(Exception):
    """Files that have fewer possible readers than wanted: {file: number of possible readers}."""

    def __init__(self, files: dict):
        super().__init__(files)
        self.files = files


def deal[F: Hashable, J: Hashable](
    files: Sequence[F],
    jurors: Sequence[J],
    barred: Collection[tuple[F, J]],
    kept: Collection[tuple[F, J]],
    wanted: int,
) -> list[tuple[F, J]]:
    """The (file, juror) pairs to add to ``kept``. Raises Unservable; nothing is half dealt."""
    free = {file: [j for j in jurors if (file, j) not in barred] for file in files}
    short = {file: len(possible) for file, possible in free.items() if len(possible) < wanted}
    if short:
        raise Unservable(short)
    load = {juror: sum(1 for _file, other in kept if other == juror) for juror in jurors}
    added: list[tuple[F, J]] = []
    for file in sorted(files, key=lambda file: len(free[file])):
        readers = {juror for other, juror in kept if other == file}
        for _missing in range(wanted - len(readers)):
            juror = min((j for j in free[file] if j not in readers), key=load.__getitem__)
            readers.add(juror)
            load[juror] += 1
            added.append((file, juror))
    return added
