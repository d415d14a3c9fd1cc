using Mono.Cecil;

namespace Coordination.Architecture;

/// <summary>Decide, Apply, React and Row never wait, read a clock, throw dice or touch the world. Only the ports, which are interfaces, speak of waiting.</summary>
public sealed class The_domain_is_pure
{
    private static readonly string[] Spaces = ["System.IO", "System.Net.Http", "System.Net.Sockets", "System.Net.NetworkInformation", "System.Threading", "System.Timers", "System.Data"];
    private static readonly string[] Things = ["System.TimeProvider", "System.Random", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process", "System.Console", "System.Net.Dns", "System.Security.Cryptography.RandomNumberGenerator", "NodaTime.SystemClock"];

    private static readonly string[] Calls =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today", "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Guid::NewGuid", "System.Guid::CreateVersion7", "System.TimeZoneInfo::get_Local",
    ];

    [Fact]
    public void Nothing_but_a_port_names_waiting_a_clock_chance_or_the_world()
        => Sentences.None(
            from type in Deciding()
            from used in Uses.Of(type)
            where Spaces.Any(space => used.Namespace == space || used.Namespace.StartsWith(space + ".", StringComparison.Ordinal)) || Things.Contains(used.FullName)
            // Which of the two an address is, is a word of IPAddress, not a connection.
            where used.FullName != "System.Net.Sockets.AddressFamily"
            select $"{type.FullName} names {used.FullName}");

    [Fact]
    public void Nothing_reads_a_clock_or_makes_an_identifier()
        => Sentences.None(
            from type in Deciding()
            from member in Uses.Members(type)
            let call = $"{member.DeclaringType?.FullName}::{member.Name}"
            // An iterator asks which thread it is on; nothing else of the process is asked for.
            where Calls.Contains(call) || call == "Coordination.Contracts.Id::New" || (call.StartsWith("System.Environment::", StringComparison.Ordinal) && !call.EndsWith("get_CurrentManagedThreadId", StringComparison.Ordinal))
            select $"{type.FullName} calls {call}");

    [Fact]
    public void The_domain_is_compiled_without_a_database_a_host_or_a_network()
        => Sentences.None(House.Assembly("Domain").MainModule.AssemblyReferences.Select(one => one.Name)
            .Where(name => name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("Orleans", StringComparison.Ordinal) || name is "System.Data.Common" or "System.Net.Http" or "System.Net.Sockets"));

    private static IEnumerable<TypeDefinition> Deciding() => House.Assembly("Domain").MainModule.Types.Where(type => !type.IsInterface);
}
