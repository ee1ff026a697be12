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
        string[] found = from.Text("entries").Split('\n'), wanted = Lines().Split('\n');
        for (int i = 0; i < Math.Max(found.Length, wanted.Length); i++)
        {
            (string expected, string received) = (i < wanted.Length ? wanted[i] : "nothing", i < found.Length ? found[i] : "nothing");
            if (expected != received)
            {
                throw from.Mismatch("values", $"{expected} as parameter {i + 1}", $"{received}; it was saved by a model of other layers");
            }
        }

        from.Read("values", Values);
    }

    /// <summary>A line for each entry, such as <c>dense/kernel [784, 10]</c>.</summary>
    private string Lines() => string.Join('\n', Entries.Select(entry => $"{entry.Name} {entry.Shape}"));
}
