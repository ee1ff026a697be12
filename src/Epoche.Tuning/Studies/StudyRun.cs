using System.Runtime.ExceptionServices;

namespace Epoche.Tuning;

/// <summary>One run of a study in this process: its workers, each a thread that takes trial after trial.</summary>
internal sealed class StudyRun(
    Study study, StudyCore core, Func<Trial, CancellationToken, IReadOnlyList<double>> objective, int trials, StudyRunOptions options)
{
    public const int PollMilliseconds = 50; // how soon what other processes write is seen

    private readonly Lock _callbacks = new();
    private Exception? _error;

    public void Run(CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        int others = Background.HasThreads ? options.Workers - 1 : 0;
        Task<bool>[] workers = [.. Enumerable.Range(0, others).Select(_ => Background.Run(() => Work(stop), isLong: true))];
        using (new Heartbeat(core))
        {
            Work(stop);
            Task.WaitAll(workers);
        }

        if (_error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private bool Work(CancellationTokenSource stop)
    {
        try
        {
            while (Take(stop.Token) is { } trial)
            {
                Evaluate(trial, stop);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _error, exception, null);
            stop.Cancel();
        }

        return true;
    }

    private Trial? Take(CancellationToken stop)
    {
        lock (core.Gate)
        {
            while (!stop.IsCancellationRequested)
            {
                if (core.Claim(trials, out Segment? blocker) is { } segment)
                {
                    return new(core, segment);
                }

                if (blocker is null)
                {
                    Monitor.PulseAll(core.Gate);
                    return null;
                }

                Monitor.Wait(core.Gate, PollMilliseconds);
            }

            return null;
        }
    }

    private void Evaluate(Trial trial, CancellationTokenSource stop)
    {
        TrialRecord ended;
        try
        {
            ended = study.Tell(trial, trial.Decision == TrialDecision.Continue ? objective(trial, stop.Token) : []);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            study.Release(trial);
            return;
        }
        catch (TrialLostException)
        {
            return; // another worker has it now, and ends it
        }
        catch (Exception exception)
        {
            ended = study.Fail(trial, $"{exception.GetType().Name}: {exception.Message}");
            if (options.Survives?.Invoke(exception) != true)
            {
                throw;
            }
        }

        lock (_callbacks)
        {
            foreach (Action<Study, TrialRecord> callback in options.Callbacks)
            {
                callback(study, ended);
            }
        }
    }
}
