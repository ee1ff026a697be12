#:project ../src/Epoche.Core
// Tensors, steps, gradients and random streams.  Run it:  dotnet run -c Release samples/Engine.cs
using Epoche;
using static Epoche.Tensors.Ops;

Tensor x = Tensor.Of(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });
Tensor centred = x - x.Mean(axis: 1, keepAxes: true);
Console.WriteLine(centred);

// Rosenbrock's valley by plain gradient descent: a variable lives on the heap, other tensors end with their step.
Tensor point = Tensor.Variable([-1, 1.5f], [2]);
StepArena arena = new();
for (int i = 0; i < 20_000; i++)
{
    float[] moved;
    using (arena.Step())
    {
        Tensor a = point.Slice(0, 0, 1), b = point.Slice(0, 1, 1);
        Tensor height = Square(1 - a) + (100 * Square(b - Square(a)));
        Tape.Backward(height.Sum());
        moved = (point - (1e-3f * point.Gradient)).ToArray();
    }

    point = Tensor.Variable(moved, [2]);
}

Console.WriteLine($"the valley's lowest point: {point[0]:F2}, {point[1]:F2}");

// Using a handle after its step is an error, whose message says what to do.
Tensor lost, kept;
using (arena.Step())
{
    lost = x * 2;
    kept = lost.Keep();
}

try
{
    Console.WriteLine(lost);
}
catch (InvalidOperationException exception)
{
    Console.WriteLine(exception.Message);
}

// Streams are named: drawing from one does not shift another.
Rng weights = Rng.Stream(seed: 42, "init"), noise = Rng.Stream(seed: 42, "noise");
Console.WriteLine($"{kept.Sum().Item()} {weights.NextSingle():F3} {noise.NextSingle():F3}");
