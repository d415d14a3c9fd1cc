using Coordination.Shared;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Coordination.Storage.Tests;

/// <summary>A fact that every engine is held to. In a class that <see cref="NeedsSqlServerAttribute">needs SQL Server</see> it is reported as skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Coordination.Storage.Tests.EngineFactDiscoverer", "Coordination.Storage.Tests")]
public sealed class EngineFactAttribute : FactAttribute;

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Coordination.Storage.Tests.EngineTheoryDiscoverer", "Coordination.Storage.Tests")]
public sealed class EngineTheoryAttribute : TheoryAttribute;

/// <summary>The tests of this class run against the server that COORDINATION_SQLSERVER names.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsSqlServerAttribute : Attribute;

public sealed class EngineFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
        => MissingServerTestCase.IsMissingFor(testMethod)
            ? [new MissingServerTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)]
            : base.Discover(discoveryOptions, testMethod, factAttribute);
}

public sealed class EngineTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute)
        => MissingServerTestCase.IsMissingFor(testMethod)
            ? [new MissingServerTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

/// <summary>A test that cannot run here. It is shown as skipped, with the reason, and never as passed.</summary>
public sealed class MissingServerTestCase : XunitTestCase
{
    [Obsolete("For deserialization only.", error: true)]
    public MissingServerTestCase()
    {
    }

    public MissingServerTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(sink, display, options, method)
    {
    }

    public static bool IsMissingFor(ITestMethod method)
        => SqlServerServer.ConnectionString is null && method.TestClass.Class.GetCustomAttributes(typeof(NeedsSqlServerAttribute)).Any();

    protected override string GetSkipReason(IAttributeInfo factAttribute)
        => $"{SqlServerServer.Variable} names no SQL Server. Set it to a connection string whose login may create databases.";
}
