#:project ../src/Epoche.Learning
// A loss of more than predictions and labels: Q-values, the action taken, a teacher's value.
// Run it:  dotnet run -c Release samples/TeacherLoss.cs
using Epoche;
using static Epoche.Tensors.Ops;

// The loss is not limited to two tensors: a batch holds whatever it needs.
Lessons lessons = new(count: 4_000, seed: 1), unseen = new(count: 1_000, seed: 2);
Sequential q = [new Dense(64, Relu), new Dense(64, Relu), new Dense(3)];
q.Build(input: [2], seed: 1);

LossTerms terms = new();
Tensor Loss(Lesson batch)
{
    Tensor values = q.Call(batch.State);
    Tensor taken = values.Gather(1, batch.Action); // the value of the action that was taken: [batch, 3] by [batch] gives [batch]
    Tensor teaching = (Huber(taken - batch.TeacherValue) * batch.Weight).Mean();
    Tensor caution = (LogSumExp(values) - taken).Mean(); // keeps the values of untried actions low
    return terms.Add("teaching", teaching) + terms.Add("caution", caution, weight: 0.001f);
}

ReduceOnPlateau plateau = new(3e-3f, patience: 2);
EarlyStopping stopping = new(patience: 8);
Trainer trainer = new(new() { Optimizer = new Adam(plateau.Rate), Epochs = 60, ClipNorm = 1 }, q.Parameters);
FitReport report = trainer.Fit(lessons.Batches(size: 100), Loss, new()
{
    Terms = terms,
    Evaluate = () => [new("validation/loss", Error(unseen))],
    Callbacks = [plateau, stopping],
});
Console.WriteLine($"{report.Epochs.Count} epochs, best was {stopping.BestEpoch}; {report.StopReason ?? "all were run"}");
Console.WriteLine(string.Join("  ", report.Last.Measurements.Select(m => $"{m.Name} {m.Value:G4}")));
Console.WriteLine($"mean error of the values {Error(unseen):F3}");

double Error(Lessons of) =>
    of.Batches(size: 1_000).Average(batch => Abs(q.Call(batch.State).Gather(1, batch.Action) - batch.TeacherValue).Mean().Item());

internal readonly record struct Lesson(Tensor State, Tensor Action, Tensor TeacherValue, Tensor Weight);

/// <summary>Steps on a line to the left, to the right or none; the teacher knows the value of each.</summary>
internal sealed class Lessons
{
    private readonly float[] _states, _actions, _values, _weights;

    public Lessons(int count, ulong seed)
    {
        (_states, _actions, _values, _weights) = (new float[2 * count], new float[count], new float[count], new float[count]);
        Rng random = Rng.Stream(seed, "lessons");
        for (int i = 0; i < count; i++)
        {
            float place = random.NextSingle(-1, 1), goal = random.NextSingle(-1, 1);
            _actions[i] = random.NextInt(3);
            (_states[2 * i], _states[(2 * i) + 1]) = (place, goal);
            _values[i] = 1 - MathF.Abs(goal - (place + (0.25f * (_actions[i] - 1))));
            _weights[i] = 1 + MathF.Abs(goal - place); // far from the goal the teacher is more certain
        }
    }

    public IEnumerable<Lesson> Batches(int size)
    {
        for (int i = 0; i < _actions.Length; i += size)
        {
            yield return new(
                Tensor.Wrap(_states, [size, 2], 2 * i), Tensor.Wrap(_actions, [size], i), Tensor.Wrap(_values, [size], i),
                Tensor.Wrap(_weights, [size], i));
        }
    }
}
