namespace Epoche.Simulation;

internal sealed partial class PythonBatch
{
    private const int MostRows = 240; // of a film; all pictures of an episode are kept

    public void PrepareToRender() => _renders = true;

    public PixelImage Render(int index)
    {
        using SoleUse.Scope use = _use.Enter();
        if (!_started)
        {
            throw BatchChecks.NotReset(Spec);
        }

        PythonWorker worker = Array.FindLast(_workers, each => each.First <= index)!;
        return worker.Render(index - worker.First).Reduced(MostRows);
    }
}
