//! Time that a busy machine does not stretch: what the processor spent on this thread.

use std::time::{Duration, Instant};

/// Starts when it is made.
pub(crate) struct Clock {
    cpu: Option<Duration>,
    wall: Instant,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            cpu: cpu_time(),
            wall: Instant::now(),
        }
    }

    /// Processor time of this thread since the start; where the system does not tell, wall time.
    pub(crate) fn elapsed(&self) -> Duration {
        match (self.cpu, cpu_time()) {
            (Some(start), Some(now)) => now.saturating_sub(start),
            _ => self.wall.elapsed(),
        }
    }
}

/// Linux: `man 5 proc_pid_schedstat`, nanoseconds spent on the processor.
fn cpu_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = stat.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The system counts in ticks of a few milliseconds: shorter runs are measured several at a time.
const LONG_ENOUGH: Duration = Duration::from_millis(200);

/// The best and the median processor time of a run, over `n` measurements.
pub(crate) fn times<T>(n: usize, mut run: impl FnMut() -> T) -> (Duration, Duration) {
    let clock = Clock::start();
    let mut n_at_once = 0;
    while clock.elapsed() < LONG_ENOUGH {
        std::hint::black_box(run());
        n_at_once += 1;
    }
    let mut times: Vec<Duration> = (0..n)
        .map(|_| {
            let clock = Clock::start();
            for _ in 0..n_at_once {
                std::hint::black_box(run());
            }
            clock.elapsed() / n_at_once
        })
        .collect();
    times.sort();
    (times[0], times[n / 2])
}
