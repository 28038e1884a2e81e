<#
Looks for Receive connectors that let more hosts relay than somebody meant.

    ./audit-relay-permissions.ps1                  prints the findings
    ./audit-relay-permissions.ps1 -Csv audit.csv   writes them to a file as well
    ./audit-relay-permissions.ps1 -Server EX02

Each finding has a level: HIGH is an open relay, MEDIUM deserves a look, INFO only says how the connector relays.
The exit status is 2 with a HIGH finding, 1 with a MEDIUM one, else 0.
#>
param(
  [string]$Server = "",
  [string]$Csv = "",
  [int]$ManyAddresses = 256
)

$findings = New-Object System.Collections.ArrayList

function Add-Finding([string]$Level, [string]$Connector, [string]$Text) {
  [void]$findings.Add([pscustomobject]@{ Level = $Level; Connector = $Connector; Finding = $Text })
}

# The number of addresses in all ranges together.
function Measure-Range($Ranges) {
  $total = 0.0
  foreach ($range in $Ranges) { $total += [double]"$($range.Size)" }
  $total
}

function Test-Everywhere($Ranges) {
  foreach ($range in $Ranges) {
    if ("$range" -eq "0.0.0.0-255.255.255.255" -or "$range" -like "::-ffff:*") { return $true }
  }
  return $false
}

$connectors = if ($Server -ne "") { Get-ReceiveConnector -Server $Server } else { Get-ReceiveConnector }
foreach ($connector in $connectors) {
  $identity = $connector.Identity.ToString()
  $rights = Get-ADPermission $identity | where { -not $_.Deny -and -not $_.IsInherited }
  $relaying = $rights | where { $_.ExtendedRights -like "*Accept-Any-Recipient*" }
  $anonymous = @($relaying | where { $_.User -like "*ANONYMOUS LOGON*" })
  $trusted = "$($connector.AuthMechanism)" -match "ExternalAuthoritative"
  $count = Measure-Range $connector.RemoteIPRanges

  if (-not $connector.Enabled) {
    Add-Finding "INFO" $identity "The connector is disabled."
    continue
  }
  if (($anonymous.Count -gt 0 -or $trusted) -and (Test-Everywhere $connector.RemoteIPRanges)) {
    Add-Finding "HIGH" $identity "Every host that reaches the server may relay through it."
  } elseif (($anonymous.Count -gt 0 -or $trusted) -and $count -gt $ManyAddresses) {
    Add-Finding "MEDIUM" $identity ("{0:N0} addresses may relay; more than {1} is a lot." -f $count, $ManyAddresses)
  } elseif ($anonymous.Count -gt 0) {
    Add-Finding "INFO" $identity ("Relays for {0:N0} address(es) without authentication." -f $count)
  } elseif ($trusted) {
    Add-Finding "INFO" $identity ("Trusts {0:N0} address(es) as if they were its own servers." -f $count)
  }
  if ($anonymous.Count -gt 0 -and $trusted) {
    Add-Finding "MEDIUM" $identity "Both ways of relaying are set up: one of them has no effect."
  }
  if ("$($connector.AuthMechanism)" -match "BasicAuth" -and "$($connector.AuthMechanism)" -notmatch "BasicAuthRequireTLS") {
    Add-Finding "MEDIUM" $identity "Passwords may be sent without TLS."
  }
  if ($connector.MaxMessageSize.ToMB() -gt 100) {
    Add-Finding "INFO" $identity "Takes messages of $($connector.MaxMessageSize.ToMB()) MB."
  }
}

$order = @{ HIGH = 0; MEDIUM = 1; INFO = 2 }
$sorted = $findings | Sort-Object @{e={$order[$_.Level]}}, Connector
if ($findings.Count -eq 0) { "No connector relays." } else { $sorted | Format-Table Level,Connector,Finding -AutoSize }
if ($Csv -ne "") { $sorted | Export-Csv $Csv -NoTypeInformation -Encoding UTF8 }
$levels = @($findings | % { $_.Level })
if ($levels -contains "HIGH") { exit 2 }
if ($levels -contains "MEDIUM") { exit 1 }
exit 0
