namespace Epoche;

public sealed partial class ParameterSlab : IStateful
{
    int IStateful.StateVersion => 2;

    void IStateful.SaveState(StateSaver to)
    {
        to.Write("entries", Lines());
        to.Write<float>("values", Values);
    }

    /// <remarks>Names and shapes are compared, for a kernel [2, 3] has as many numbers as one [3, 2].</remarks>
    void IStateful.LoadState(StateLoader from)
    {
        RequireState(from, "");
        from.Read("values", Values);
    }

    /// <summary>Refuses the state of a model of other layers, before anything is changed.</summary>
    /// <param name="from">Holds the values.</param>
    /// <param name="scope">What stands before their names, such as <c>parameters_0/</c>.</param>
    internal void RequireState(StateLoader from, string scope)
    {
        string[] found = from.Text($"{scope}entries").Split('\n'), wanted = Lines().Split('\n');
        for (int i = 0; i < Math.Max(found.Length, wanted.Length); i++)
        {
            (string expected, string received) = (i < wanted.Length ? wanted[i] : "nothing", i < found.Length ? found[i] : "nothing");
            if (expected != received)
            {
                throw from.Mismatch(
                    $"{scope}values", $"{expected} as parameter {i + 1}", $"{received}; it was saved by a model of other layers");
            }
        }

        from.RequireCount<float>($"{scope}values", Count);
    }

    /// <summary>A line for each entry, such as <c>dense/kernel [784, 10]</c>.</summary>
    private string Lines() => string.Join('\n', Entries.Select(entry => $"{entry.Name} {entry.Shape}"));
}
