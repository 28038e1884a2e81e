<#
Reports who may relay: for each connector the hosts, the way, and what they sent of late.

    ./who-may-relay.ps1                              on the console
    ./who-may-relay.ps1 -Html relay.html -Days 30    as a page
    ./who-may-relay.ps1 -Address 192.168.5.10        only what holds for one host

Traffic is counted from the message tracking log.
#>
param(
  [string]$Address = "",
  [string]$Html = "",
  [ValidateRange(0, 365)][int]$Days = 7
)

function Get-Method($Connector) {
  $rights = Get-ADPermission $Connector.Identity | where { -not $_.Deny -and -not $_.IsInherited }
  $any = @($rights | where { $_.ExtendedRights -like "*Accept-Any-Recipient*" } | % { "$($_.User)" })
  if ("$($Connector.AuthMechanism)" -match "ExternalAuthoritative") { return "as a trusted server" }
  if ($any -like "*ANONYMOUS LOGON*") { return "without authentication" }
  if ($any.Count -gt 0) { return "after authentication" }
  return ""
}

# An IPv4 address as a number, to see whether it lies in a range.
function ConvertTo-Number([string]$Text) {
  $number = 0L
  foreach ($part in $Text.Split(".")) { $number = $number * 256 + [int]$part }
  $number
}

function Test-InRange([string]$Host4, $Range) {
  if ("$($Range.LowerBound)" -match ":" -or $Host4 -match ":") { return "$($Range.LowerBound)" -eq $Host4 }
  $value = ConvertTo-Number $Host4
  $value -ge (ConvertTo-Number "$($Range.LowerBound)") -and $value -le (ConvertTo-Number "$($Range.UpperBound)")
}

# Messages and octets by connector and client, as far back as asked.
$traffic = @{}
if ($Days -gt 0) {
  $start = (Get-Date).AddDays(-$Days)
  $received = Get-MessageTrackingLog -EventId RECEIVE -Source SMTP -Start $start -ResultSize Unlimited
  $received | Group-Object ConnectorId | ForEach-Object { $traffic[$_.Name] = $_.Group }
}

$report = foreach ($connector in Get-ReceiveConnector) {
  $method = Get-Method $connector
  if ($method -eq "" -or -not $connector.Enabled) { continue }
  $hosts = $connector.RemoteIPRanges
  if ($Address -ne "") { $hosts = $hosts | where { Test-InRange $Address $_ } }
  if (-not $hosts) { continue }
  $sent = @($traffic[$connector.Identity.ToString()] | where { $_ })
  $bytes = ($sent | Measure-Object TotalBytes -Sum).Sum
  [pscustomobject]@{
    Connector = $connector.Name
    Method = $method
    Hosts = ($hosts | % { "$_" }) -join ", "
    Messages = $sent.Count
    Size = "{0:N1} MB" -f ($bytes / 1MB)
    Busiest = ($sent | group ClientIp | sort Count -Descending | select -First 1).Name
  }
}

if (-not $report) {
  if ($Address -ne "") { "No connector lets $Address relay." } else { "No connector lets anybody relay." }
} else {
  $report | Format-List
}
if ($Html -ne "") {
  $title = "Who may relay, " + (Get-Date -Format "yyyy-MM-dd HH:mm")
  $report | ConvertTo-Html -Title $title -PreContent "<h1>$title</h1>" | Out-File $Html -Encoding UTF8
}
