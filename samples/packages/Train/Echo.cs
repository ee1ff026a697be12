using Epoche;

namespace Train;

/// <summary>Passes everything on, and prints one curve.</summary>
internal sealed class Echo(IRunWriter inner, string shown) : IRunWriter
{
    public void Write(in RunEvent runEvent)
    {
        inner.Write(runEvent);
        if (runEvent.Name == shown)
        {
            Console.WriteLine($"step {runEvent.Step,6}  {runEvent.Name} {runEvent.Value:F2}");
        }
    }
}
