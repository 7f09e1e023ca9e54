"""Two and three classes on one and several servers, with and without interruption. Rates per minute, times in minutes."""

from sinksim.verification.systems.figures import mean_sojourn, mean_wait
from sinksim.verification.systems.system import System
from sinksim.verification.theory import moments, priority
from sinksim.verification.theory.priority import ClassMeans

TWO = ("urgent", "routine")
THREE = ("urgent", "ordinary", "routine")


def priorities() -> tuple[System, ...]:
    """More urgent classes go first; under preemption they also interrupt."""
    return (*_one_server(), *_several_servers())


def _one_server() -> tuple[System, ...]:
    """M/G/1 with two and three classes of urgency, without and with preemption: load, classes, expected means.

    The formulas take the arrival rates and the laws of service time, most urgent class first.
    """
    two = [moments.erlang(8, k=2), moments.uniform(5, 15)]
    three = [moments.exponential(6), moments.exponential(10), moments.exponential(14)]
    resumed = [moments.exponential(6), moments.gamma(13, cv=0.7)]
    return (
        _system("priority_two_one_server", 0.69, TWO, priority.nonpreemptive_mg1([0.03, 0.045], two)),
        _system("priority_three_one_server", 0.71, THREE, priority.nonpreemptive_mg1([0.03, 0.025, 0.02], three)),
        _system("preemption_two_one_server", 0.69, TWO, priority.preemptive_mg1([0.05, 0.03], resumed)),
        _system(
            "preemption_three_one_server",
            0.70,
            THREE,
            priority.preemptive_mg1([0.02, 0.025, 0.025], [moments.exponential(10)] * 3),
        ),
    )


def _several_servers() -> tuple[System, ...]:
    """M/M/c with two and three classes of urgency, without and with preemption: load, classes, expected means.

    The formulas take the arrival rates, most urgent class first, the rate of a server and the number of servers.
    """
    return (
        _system("priority_two_servers", 0.75, TWO, priority.nonpreemptive_mmc([0.06, 0.09], 1 / 15, 3)),
        _system("priority_three_servers", 0.75, THREE, priority.nonpreemptive_mmc([0.04, 0.05, 0.06], 1 / 10, 2)),
        _system("preemption_two_servers", 0.75, TWO, priority.preemptive_mmc([0.09, 0.06], 1 / 15, 3)),
        _system("preemption_three_servers", 0.75, THREE, priority.preemptive_mmc([0.05, 0.05, 0.05], 1 / 10, 2)),
    )


def _system(name: str, load: float, classes: tuple[str, ...], means: ClassMeans) -> System:
    """A system with the mean wait and sojourn of each class as figures."""
    pairs = zip(classes, means.wait, means.sojourn, strict=True)
    figures = [(mean_wait(wait, service), mean_sojourn(sojourn, service)) for service, wait, sojourn in pairs]
    return System(name, load, tuple(figure for pair in figures for figure in pair))
