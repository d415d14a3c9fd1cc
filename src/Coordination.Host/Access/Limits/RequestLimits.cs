using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Threading.RateLimiting;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Intake;
using Coordination.Domain.Access;
using Coordination.Domain.Live;
using Coordination.Host.Composition;
using Coordination.Host.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Access.Limits;

/// <summary>
/// How much of what is allowed someone may ask for: each person and token has a bucket of their own, each address one for all who are not signed in there, each source one for what it
/// delivers. Counted by this process: behind a balancer everyone has as many as there are processes. Who is guessing is slowed down elsewhere: see <see cref="Guessing"/>.
/// </summary>
internal sealed class RequestLimits : IDisposable
{
    /// <summary>The policy of what costs the database much: so much at once, whatever it is.</summary>
    public const string Searches = "searches";

    private readonly LimitsOptions _limits;
    private readonly Counter<long> _limited;
    private readonly PartitionedRateLimiter<HttpContext> _requests;

    /// <summary>There are as many as there are sources.</summary>
    private readonly ConcurrentDictionary<string, TokenBucket> _sources = new(StringComparer.Ordinal);

    public RequestLimits(IOptions<CoordinationOptions> options, IMeterFactory meters, [FromKeyedServices(Clocks.Surface)] TimeProvider wall)
    {
        _limits = options.Value.Limits;
        _limited = meters.Create(MeasureNames.Meter).CreateCounter<long>(MeasureNames.RequestsLimited, "{request}", "Requests that were refused because there were too many.");
        _requests = PartitionedRateLimiter.Create<HttpContext, Bucket>(
            http => _limits.Enabled
                ? RateLimitPartition.Get(BucketOf(http), bucket => bucket.Kind switch
                {
                    "source" => _sources.GetOrAdd(bucket.Name, _ => new(_limits.IntakeLinesPerSecond, _limits.IntakeLinesAtOnce, wall)),
                    "caller" => new TokenBucket(_limits.RequestsPerSecond, _limits.RequestsAtOnce, wall),
                    _ => (RateLimiter)new TokenBucket(_limits.AnonymousPerSecond, _limits.AnonymousAtOnce, wall),
                })
                : RateLimitPartition.GetNoLimiter<Bucket>(default));
    }

    public void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = _requests;
        options.AddPolicy(Searches, http => _limits.Enabled
            ? RateLimitPartition.GetConcurrencyLimiter(
                BucketOf(http), _ => new() { PermitLimit = _limits.SearchesAtOnce, QueueLimit = _limits.SearchesWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst })
            : RateLimitPartition.GetNoLimiter<Bucket>(default));
        options.OnRejected = (context, _) => new(RefuseAsync(context.HttpContext, context.Lease));
    }

    /// <summary>A delivery turned out to have so many lines: one was counted when it came.</summary>
    /// <returns>Why it is not taken; null if it is.</returns>
    public IResult? Deliver(HttpContext http, int lines)
    {
        if (!_sources.TryGetValue(BucketOf(http).Name, out var bucket))
        {
            return null;
        }

        using var lease = bucket.GoOn(lines - 1);
        return lease.IsAcquired ? null : Problems.Result(Refuse(http, lease));
    }

    public void Dispose() => _requests.Dispose();

    private Task RefuseAsync(HttpContext http, RateLimitLease lease) => Problems.WriteAsync(http, Refuse(http, lease));

    private Problem Refuse(HttpContext http, RateLimitLease lease)
    {
        var bucket = BucketOf(http);
        _limited.Add(1, new KeyValuePair<string, object?>("kind", bucket.Kind));
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 1;
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "request.too-many", string.Create(CultureInfo.InvariantCulture, $"{Who(bucket)} asks for more than one may at once. Nothing was done. Come again in {wait:0} s."));
    }

    private static string Who(Bucket bucket) => bucket.Kind switch
    {
        "source" => "This source",
        "caller" => "Whoever uses this session or token",
        _ => "Somebody at your address",
    };

    /// <summary>Whose request this is. A source is charged only by who may deliver for it, or others could have it refused.</summary>
    private static Bucket BucketOf(HttpContext http)
    {
        if (http.User.Identity is not { IsAuthenticated: true })
        {
            return new("address", Guessing.AddressOf(http));
        }

        var caller = Caller.Of(http);
        return http.Request.Path.StartsWithSegments(Routes.Intake, StringComparison.OrdinalIgnoreCase, out var rest) && SourceId.TryParse(rest.Value?.Trim('/'), null, out var source)
            && (caller.Source == source || Rights.Has(caller.Viewer, Right.ManageRegisters))
                ? new("source", source.Value)
                : new("caller", caller.Actor.Value);
    }

    private readonly record struct Bucket(string Kind, string Name);
}
