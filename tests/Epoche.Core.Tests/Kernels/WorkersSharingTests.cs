using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

/// <summary>The decisions, on a clock of the test's: a tick is a nanosecond.</summary>
public sealed class WorkersSharingTests
{
    private const long Second = 1_000_000_000, Microsecond = 1_000;
    private const int Trial = WorkersSharing.Window * WorkersSharing.Windows;

    private readonly WorkersSharing _sharing = new(Second);
    private long _now = Second;

    [Fact]
    public void Jobs_that_sharing_makes_slower_are_left_to_the_caller_but_for_a_twenty_fifth_of_the_time()
    {
        (double share, double mean) = Run(jobs: 100_000, shared: 20 * Microsecond, alone: 10 * Microsecond);
        Assert.InRange(share, 0.005, 0.03);
        Assert.InRange(mean, 10 * Microsecond, 10.5 * Microsecond);
    }

    [Fact]
    public void Jobs_that_sharing_makes_faster_are_shared_but_for_a_twenty_fifth_of_the_time()
    {
        (double share, double mean) = Run(jobs: 100_000, shared: 10 * Microsecond, alone: 20 * Microsecond);
        Assert.InRange(share, 0.97, 0.995);
        Assert.InRange(mean, 10 * Microsecond, 10.5 * Microsecond);
    }

    [Fact]
    public void Jobs_that_come_less_often_than_every_hundred_microseconds_are_shared_without_a_trial()
    {
        (double share, _) = Run(jobs: 5_000, shared: 110 * Microsecond, alone: 100 * Microsecond);
        Assert.Equal(1, share);
    }

    [Fact]
    public void What_was_true_of_one_part_of_a_program_is_tried_anew_in_the_next()
    {
        Run(jobs: 10_000, shared: 20 * Microsecond, alone: 10 * Microsecond);
        _now += Second;
        (double share, _) = Run(jobs: 10_000, shared: 10 * Microsecond, alone: 20 * Microsecond);
        Assert.True(share > 0.9, $"Only {share:P0} of the jobs were shared.");
    }

    [Fact]
    public void One_window_that_something_else_held_up_decides_nothing()
    {
        bool sharedAtLast = false;
        for (int job = 0; job < Trial + 1; job++)
        {
            sharedAtLast = _sharing.Next(_now);
            _now += (sharedAtLast ? 10 : 20) * Microsecond;
            _now += job == WorkersSharing.Window / 2 ? 2_000 * Microsecond : 0; // garbage is collected in the first, shared, window
        }

        Assert.True(sharedAtLast);
    }

    [Fact]
    public void Helpers_that_lose_their_processor_again_and_again_cost_two_percent_of_the_time()
    {
        Assert.True(_sharing.Next(_now));
        _sharing.Lost(3_000 * Microsecond);
        Assert.True(_sharing.Next(_now)); // once is nothing
        _sharing.Lost(3_000 * Microsecond);
        Assert.False(_sharing.Next(_now));
        _now += 99_000 * Microsecond;
        Assert.False(_sharing.Next(_now));
        _now += 1_001 * Microsecond; // 6 ms less a fiftieth of 100 are 4
        Assert.True(_sharing.Next(_now));
    }

    [Fact]
    public void What_rarely_happens_to_a_helper_stops_no_sharing()
    {
        for (int i = 0; i < 100; i++)
        {
            _sharing.Lost(1_000 * Microsecond);
            (double share, _) = Run(jobs: 500, shared: 120 * Microsecond, alone: 240 * Microsecond); // 60 ms
            Assert.Equal(1, share);
        }
    }

    /// <summary>Runs jobs that take so long; the share of them that was shared and the mean time of a job.</summary>
    private (double Share, double Mean) Run(int jobs, long shared, long alone)
    {
        long began = _now;
        int count = 0;
        for (int job = 0; job < jobs; job++)
        {
            bool next = _sharing.Next(_now);
            count += next ? 1 : 0;
            _now += next ? shared : alone;
        }

        return ((double)count / jobs, (double)(_now - began) / jobs);
    }
}
