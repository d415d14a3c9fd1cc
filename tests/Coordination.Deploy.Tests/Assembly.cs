// What is deployed runs on Linux, and so do its checks.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
