using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

public sealed unsafe class OwnTransposeTests
{
    private readonly float[] _first = [1, 2, 3, 4, 5, 6], _second = [10, 20, 30, 40, 50, 60];

    [Fact]
    public void A_copy_is_made_once_a_job_and_anew_after_another_job_on_the_same_thread()
    {
        fixed (float* first = _first, second = _second)
        {
            OwnTranspose one = new(first, 2, 3, 2), other = new(second, 3, 2, 3);
            Assert.Equal([1, 4, 2, 5, 3, 6], Values(one));
            first[0] = 7; // a job's operand does not change, so this shows that nothing is read again
            Assert.Equal([1, 4, 2, 5, 3, 6], Values(one));
            Assert.Equal([10, 30, 50, 20, 40, 60], Values(other));
            Assert.Equal([7, 4, 2, 5, 3, 6], Values(one));
        }
    }

    [Fact]
    public void Every_thread_has_its_own()
    {
        fixed (float* first = _first)
        {
            OwnTranspose job = new(first, 2, 3, 2);
            nint here = (nint)job.Here(), there = 0;
            float[] values = [];
            Thread thread = new(() => (there, values) = ((nint)job.Here(), Values(job)));
            thread.Start();
            thread.Join();
            Assert.NotEqual(here, there);
            Assert.Equal([1, 4, 2, 5, 3, 6], values);
        }
    }

    private static float[] Values(OwnTranspose job) => new ReadOnlySpan<float>(job.Here(), 6).ToArray();
}
