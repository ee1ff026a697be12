namespace Epoche;

/// <summary>
/// Work beside the caller's. Where the platform has no threads (a browser) the caller does it at once, and waits for it, with the same
/// results.
/// </summary>
internal static class Background
{
    /// <summary>Whether another thread can be started here.</summary>
    public static bool HasThreads { get; } = !OperatingSystem.IsBrowser() && !OperatingSystem.IsWasi();

    /// <summary>Runs it on a thread of the pool.</summary>
    /// <param name="work">What to do; what it throws comes where the task is waited for.</param>
    /// <param name="cancellation">Cancels it before it begins.</param>
    /// <param name="isLong">Whether it keeps a thread for long, and is to have one of its own.</param>
    public static Task<T> Run<T>(Func<T> work, CancellationToken cancellation = default, bool isLong = false) =>
        Start(new Task<T>(work, cancellation, isLong ? TaskCreationOptions.LongRunning : TaskCreationOptions.DenyChildAttach));

    /// <summary>Queues an item that is made once and used often: nothing is allocated.</summary>
    public static void Queue(IThreadPoolWorkItem item)
    {
        if (HasThreads)
        {
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        }
        else
        {
            item.Execute();
        }
    }

    /// <summary>Queues a call.</summary>
    public static void Queue<T>(Action<T> work, T state)
    {
        if (HasThreads)
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, state, preferLocal: false);
        }
        else
        {
            work(state);
        }
    }

    private static Task<T> Start<T>(Task<T> task)
    {
        if (HasThreads)
        {
            task.Start(TaskScheduler.Default);
        }
        else if (!task.IsCanceled)
        {
            task.RunSynchronously(TaskScheduler.Default);
        }

        return task;
    }
}
