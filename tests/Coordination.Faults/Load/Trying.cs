using System.Net;
using Coordination.Contracts.Client;
using Coordination.Faults.Processes;

namespace Coordination.Faults.Load;

/// <summary>Asks where it may be that nobody answers.</summary>
internal static class Trying
{
    /// <summary>False where nobody answered.</summary>
    public static async Task<bool> OnceAsync(Func<Task> ask)
    {
        try
        {
            await ask();
            return true;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or ProblemException { Status: >= HttpStatusCode.InternalServerError })
        {
            return false;
        }
    }

    /// <summary>Asks again, for the same and under the same key, until somebody has answered.</summary>
    public static async Task<bool> UntilAnsweredAsync(Func<Task> ask) => await Until.HoldsAsync(() => OnceAsync(ask)) is not null;
}
