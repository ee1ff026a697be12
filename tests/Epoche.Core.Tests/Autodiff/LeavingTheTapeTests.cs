using static Epoche.Tensors.Ops;

namespace Epoche.Core.Tests.Autodiff;

/// <summary>What a loss would take for a constant in silence is refused: work on other threads, losses of other steps.</summary>
public sealed class LeavingTheTapeTests
{
    private readonly StepArena _arena = new(), _inner = new();
    private readonly Tensor _w = Tensor.Variable([2, 3], [2]);

    [Fact]
    public void Tensors_of_a_step_are_refused_by_operations_on_other_threads()
    {
        using (_arena.Step())
        {
            Tensor y = Square(_w);
            (string Name, Func<object> Work)[] operations =
            [
                ("an operation", () => y * 2),
                ("one without a gradient", () => y > 0),
                ("a view", () => y.Reshape(2, 1)),
                ("a constant view", () => y.StopGradient()),
                ("beside a variable", () => _w + y),
            ];
            foreach ((string name, Func<object> work) in operations)
            {
                string message = Assert.Throws<InvalidOperationException>(() => Elsewhere(work)).Message;
                Assert.Contains("This tensor [2] belongs to a step that is open on another thread.", message, StringComparison.Ordinal);
                Assert.Contains("Compute it on the thread of the step", message, StringComparison.Ordinal);
                Assert.DoesNotContain(name, message, StringComparison.Ordinal);
            }

            Assert.Equal([4, 9], Elsewhere(() => y.ToArray())); // numbers may be read, and kept
            Assert.Equal([4, 9], Elsewhere(() => y.Keep()).ToArray());
            Tape.Backward(y.Sum());
            Assert.Equal([4, 6], _w.Gradient.ToArray());
        }
    }

    [Fact]
    public void Tensors_of_a_step_are_refused_inside_of_a_step_of_another_thread()
    {
        using (_arena.Step())
        {
            Tensor y = Square(_w);
            Assert.Contains(
                "belongs to a step that is open on another thread", Assert.Throws<InvalidOperationException>(() => Elsewhere(() =>
                {
                    using (_inner.Step())
                    {
                        return (y * 2).ToArray();
                    }
                })).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_another_thread_computes_meanwhile_from_what_is_learned_is_no_constant_of_the_loss()
    {
        using (_arena.Step())
        {
            Tensor half = Elsewhere(() => Exp(_w * 2).Reshape(2, 1));
            string message = Assert.Throws<InvalidOperationException>(() => half + 1 + _w).Message;
            Assert.Contains(
                "An input [2, 1] of 'add' was computed from parameters or variables on another thread, while this step was open", message,
                StringComparison.Ordinal);
            Assert.Contains("Compute it on the thread of the step", message, StringComparison.Ordinal);
            Assert.Contains(
                "was computed outside of this step",
                Assert.Throws<ArgumentException>(() => Tape.Backward(Elsewhere(() => Square(_w).Sum()))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Constants_of_other_threads_are_welcome()
    {
        Tensor before = Elsewhere(() => Square(_w)); // before the step was opened, as outside of any step here: a constant
        using (_arena.Step())
        {
            Tensor data = Elsewhere(() => Tensor.Of(1, 2) * 2), stopped = Elsewhere(() => Square(_w).StopGradient()),
                kept = Elsewhere(() => Square(_w).Keep());
            using (Tape.Pause())
            {
                Assert.Equal([4, 9], (Elsewhere(() => Square(_w)) + 0).ToArray());
            }

            Tape.Backward((_w * (data + stopped + kept + before)).Sum());
            Assert.Equal([2 + 12, 4 + 27], _w.Gradient.ToArray());
        }
    }

    [Fact]
    public void A_loss_of_an_outer_step_is_not_taken_back_in_an_inner_one()
    {
        using (_arena.Step())
        {
            Tensor loss = Square(_w).Sum();
            using (_inner.Step())
            {
                Assert.Contains(
                    "The loss was computed in another step", Assert.Throws<ArgumentException>(() => Tape.Backward(loss)).Message,
                    StringComparison.Ordinal);
            }

            Tape.Backward(loss);
            Assert.Equal([4, 6], _w.Gradient.ToArray());
        }
    }

    [Fact]
    public void A_gradient_does_not_end_at_the_border_of_an_outer_step()
    {
        using (_arena.Step())
        {
            Tensor y = Square(_w);
            using (_inner.Step())
            {
                string message = Assert.Throws<InvalidOperationException>(() => Tape.Backward((y * _w).Sum())).Message;
                Assert.Contains(
                    "An input [2] of 'multiply' was computed in an outer step from something learned", message, StringComparison.Ordinal);
            }

            _w.ClearGradient();
            using (_inner.Step())
            {
                Tensor free = Tensor.Variable(y.Values, y.Shape);
                Tape.Backward((free * y.StopGradient() * _w).Sum());
                Assert.Equal([8, 27], free.Gradient.ToArray()); // y·w
                Assert.Equal([16, 81], _w.Gradient.ToArray()); // y²
            }

            _w.ClearGradient();
            Tape.Backward(y.Sum());
            Assert.Equal([4, 6], _w.Gradient.ToArray());
        }
    }

    [Fact]
    public void A_pause_that_is_ended_twice_ends_once()
    {
        using (_arena.Step())
        {
            Tape.Pausing pause = Tape.Pause();
            Assert.False(Tape.IsRecording);
            pause.Dispose();
            pause.Dispose();
            Assert.True(Tape.IsRecording);
            Tape.Backward(Square(_w).Sum());
            Assert.Equal([4, 6], _w.Gradient.ToArray());
        }
    }

    [Fact]
    public void A_step_is_not_closed_before_those_inside_of_it()
    {
        StepArena.OpenStep outer = _arena.Step(), inner = _inner.Step();
        bool refused = false;
        try
        {
            outer.Dispose();
        }
        catch (InvalidOperationException error)
        {
            refused = error.Message.Contains("A step that was opened inside of this one is still open", StringComparison.Ordinal);
        }

        inner.Dispose();
        outer.Dispose();
        Assert.True(refused);
        Assert.Null(StepArena.Current);
    }

    private static T Elsewhere<T>(Func<T> work)
    {
        T result = default!;
        Exception? error = null;
        Thread thread = new(() => error = Record(() => result = work()));
        thread.Start();
        thread.Join();
        return error is null ? result : throw error;
    }

    private static Exception? Record(Action work) => Xunit.Record.Exception(work);
}
