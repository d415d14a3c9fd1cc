using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Coordination.Grains.Journal;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Coordination.Grains.Access;

/// <summary>
/// What shows a grain that a call comes from a process of this database, and that nobody has changed who asks what of whom: a code (HMAC-SHA-256) over grain, method, arguments and the
/// moment until which it is good. One form, one algorithm, one key: there is nothing to choose for who would forge one.
/// </summary>
internal static class CallerSeal
{
    /// <summary>Longer than any call lasts, however often it is sent.</summary>
    public static readonly TimeSpan Valid = TimeSpan.FromMinutes(5);

    private const int Length = sizeof(long) + HMACSHA256.HashSizeInBytes;

    public static byte[] Make(CallerKey key, GrainId target, string method, IInvokable request, DateTimeOffset now)
    {
        var seal = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(seal, (now + Valid).UtcTicks);
        Sign(key, target, method, request, seal.AsSpan(0, sizeof(long)), seal.AsSpan(sizeof(long)));
        return seal;
    }

    /// <summary>Why it is not good for this call; null if it is.</summary>
    public static string? Refuse(CallerKey key, byte[]? seal, GrainId target, string method, IInvokable request, DateTimeOffset now)
    {
        if (seal is not { Length: Length })
        {
            return "it names no caller";
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(key, target, method, request, seal.AsSpan(0, sizeof(long)), expected);
        return !CryptographicOperations.FixedTimeEquals(expected, seal.AsSpan(sizeof(long))) ? "its caller is not of this database, or it was changed on its way"
            : BinaryPrimitives.ReadInt64BigEndian(seal) < now.UtcTicks ? "it is too old"
            : null;
    }

    private static void Sign(CallerKey key, GrainId target, string method, IInvokable request, ReadOnlySpan<byte> until, Span<byte> code)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Bytes);
        hash.AppendData(until);
        Add(hash, target.ToString());
        Add(hash, method);
        for (var index = 0; index < request.GetArgumentCount(); index++)
        {
            Add(hash, request.GetArgument(index));
        }

        hash.GetHashAndReset(code);
    }

    /// <summary>Each with its length before it, so that nothing can be moved from one to the next. Of Orleans' own calls the grain and the method are enough.</summary>
    private static void Add(IncrementalHash hash, object? argument)
    {
        switch (argument)
        {
            case Operation operation:
                Add(hash, operation.Actor);
                Add(hash, operation.Id ?? "");
                Add(hash, operation.Command);
                Add(hash, FormattableString.Invariant($"{operation.IfVersion}|{operation.ParkOnRefusal}|{operation.Answers.Count}"));
                foreach (var message in operation.Answers)
                {
                    Add(hash, message);
                }

                break;
            case IReadOnlyList<Message> messages:
                foreach (var message in messages)
                {
                    Add(hash, message);
                }

                break;
        }
    }

    private static void Add(IncrementalHash hash, Message message)
    {
        Add(hash, message.Id);
        Add(hash, message.Key ?? "");
        Add(hash, message.Body);
    }

    private static void Add(IncrementalHash hash, string text) => Add(hash, Encoding.UTF8.GetBytes(text));

    private static void Add(IncrementalHash hash, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
