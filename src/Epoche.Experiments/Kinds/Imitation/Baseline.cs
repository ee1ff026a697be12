namespace Epoche.Experiments;

/// <summary>Who always takes the action that is the most frequent one in the records.</summary>
/// <param name="Action">That action.</param>
/// <param name="TrainAccuracy">Its share of the records.</param>
/// <param name="TestAccuracy">Its share of the test records.</param>
internal sealed record Baseline(int Action, double TrainAccuracy, double TestAccuracy) : IPolicy
{
    public static Baseline Of(Dataset train, Dataset test, int actions)
    {
        int action = Enumerable.Range(0, actions).MaxBy(a => Count(train, a));
        return new(action, (double)Count(train, action) / train.Count, (double)Count(test, action) / test.Count);
    }

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions) => actions.Indices.Fill(Action);

    private static int Count(Dataset data, int action) => Enumerable.Range(0, data.Count).Count(i => (int)data.Target(i)[0] == action);
}
