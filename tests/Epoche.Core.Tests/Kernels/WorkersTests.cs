using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

/// <summary>Changes the process's number of workers, so it runs beside no other test.</summary>
[Collection("workers")]
[CollectionDefinition("workers", DisableParallelization = true)]
public sealed class WorkersTests : IDisposable
{
    private readonly int _count = Workers.Count;

    public void Dispose() => Workers.Count = _count;

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 1000)]
    [InlineData(5, 3)]
    [InlineData(5, 64)]
    public void Every_part_runs_exactly_once(int threads, int parts)
    {
        Workers.Count = threads;
        int[] runs = new int[parts];
        for (int round = 1; round <= 300; round++)
        {
            Workers.For(parts, new Mark(runs));
            Assert.All(runs, x => Assert.Equal(round, x));
        }
    }

    [Fact]
    public void Other_threads_help()
    {
        Workers.Count = 2;
        int[] threads = new int[2];
        for (int round = 0; threads.Distinct().Count() < 2; round++)
        {
            // beside a busy process sharing pauses for a while after it lost time: these are a minute of jobs
            Assert.True(round < 15_000, "The caller ran all parts of 15,000 jobs although each of them waits.");
            Workers.For(2, new Nap(threads));
        }
    }

    [Fact]
    public void Calls_inside_parts_and_from_many_threads_run_all_their_parts()
    {
        Workers.Count = 3;
        int[][] runs = [new int[400], new int[400], new int[400], new int[400]];
        Parallel.For(0, runs.Length, i =>
        {
            for (int round = 0; round < 200; round++)
            {
                Workers.For(20, new Outer(runs[i]));
            }
        });
        Assert.All(runs.SelectMany(x => x), x => Assert.Equal(200, x));
    }

    [Fact]
    public void An_exception_in_a_part_reaches_the_caller_and_the_team_goes_on()
    {
        Workers.Count = 2;
        for (int round = 0; round < 50; round++)
        {
            Assert.Throws<InvalidOperationException>(() => Workers.For(10, new Fail()));
        }

        Every_part_runs_exactly_once(2, 50);
    }

    [Fact]
    public void A_warm_call_allocates_nothing_and_wakes_sleepers()
    {
        Workers.Count = 2;
        int[] runs = new int[16];
        Workers.For(16, new Mark(runs));
        Thread.Sleep(20); // long enough for the team to fall asleep
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 100; i++)
        {
            Workers.For(16, new Mark(runs));
        }

        Assert.Equal(0, GC.GetTotalAllocatedBytes(precise: true) - before);
        Assert.All(runs, x => Assert.Equal(101, x));
    }

    [Fact]
    public void A_caller_that_is_to_work_alone_hears_of_it_before_any_part_runs()
    {
        int[] runs = new int[20];
        Workers.Count = 1;
        Assert.False(Workers.TryFor(20, new Mark(runs)));
        Workers.Count = 2;
        Assert.False(Workers.TryFor(1, new Mark(runs)));
        Assert.All(runs, x => Assert.Equal(0, x));
        bool shared = Workers.TryFor(20, new Mark(runs));
        Assert.All(runs, x => Assert.Equal(shared ? 1 : 0, x));
    }

    [Fact]
    public void A_body_may_hold_spans()
    {
        Workers.Count = 2;
        Span<int> squares = stackalloc int[100];
        Workers.For(squares.Length, new Squares(squares));
        Assert.Equal(99 * 99, squares[99]);
        Assert.Equal(36, squares[6]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void Counts_out_of_range_are_refused(int count) => Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Count = count);

    private readonly struct Mark(int[] runs) : IParallelBody
    {
        public void Run(int part) => Interlocked.Increment(ref runs[part]);
    }

    private readonly struct Nap(int[] threads) : IParallelBody
    {
        public void Run(int part)
        {
            threads[part] = Environment.CurrentManagedThreadId;
            Thread.Sleep(2);
        }
    }

    private readonly struct Outer(int[] runs) : IParallelBody
    {
        public void Run(int part) => Workers.For(20, new Inner(runs, part * 20));
    }

    private readonly struct Inner(int[] runs, int first) : IParallelBody
    {
        public void Run(int part) => Interlocked.Increment(ref runs[first + part]);
    }

    private readonly struct Fail : IParallelBody
    {
        public void Run(int part) => throw new InvalidOperationException($"part {part}");
    }

    private readonly ref struct Squares(Span<int> squares) : IParallelBody
    {
        private readonly Span<int> _squares = squares;

        public void Run(int part) => _squares[part] = part * part;
    }
}
