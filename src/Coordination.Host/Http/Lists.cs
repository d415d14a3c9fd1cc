using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Host.Http;

/// <summary>What all lists have in common: how many at once, and where a page begins.</summary>
internal static class Lists
{
    private const int Most = 1_000;
    private const int Usual = 100;

    public static int Limit(int? asked) => asked switch
    {
        null => Usual,
        >= 1 and <= Most => asked.Value,
        _ => throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.limit-invalid", $"A page has 1 to {Most:N0} items.", "limit"),
    };

    /// <summary>Reads a page; a cursor that is none of ours is the caller's mistake.</summary>
    public static async Task<RowPage<TRow>> PageAsync<TRow>(Func<Task<RowPage<TRow>>> read, string? cursor) where TRow : class
    {
        try
        {
            return await read();
        }
        catch (Exception failure) when (cursor is not null && failure is FormatException or ArgumentException)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.cursor-invalid", "The cursor is not one of this list. Begin without one.", "cursor");
        }
    }

    public static IResult Ok<T>(T value) => Results.Json(value, Wire.Json);
}
