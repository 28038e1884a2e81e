<#
Adds the addresses of a CSV file to the Receive connectors that it names.

    Connector,Address,Comment
    Anonymous Relay,192.168.5.20,printer on floor 2
    Anonymous Relay,10.20.0.0/16,branch office

    ./add-relay-addresses.ps1 addresses.csv
    ./add-relay-addresses.ps1 addresses.csv -Report done.csv     writes what became of each line
    ./add-relay-addresses.ps1 addresses.csv -WhatIf              says what it would do

An address that a connector has already is passed over; a bad one is reported, and the others are added.
The exit status is the number of lines that failed.
#>
[CmdletBinding(SupportsShouldProcess=$true)]
param(
  [Parameter(Mandatory=$true)][string]$Path,
  [string]$Report = "",
  [ValidateRange(8, 32)][int]$LeastPrefix = 16
)

# Nobody means to let half of the Internet relay: a wide network is refused here, before the server is asked.
function Test-Address([string]$Address) {
  if ($Address -match "/(\d+)$" -and $Address -notmatch ":" -and [int]$Matches[1] -lt $LeastPrefix) {
    return "the network is larger than /$LeastPrefix"
  }
  try {
    [void][Microsoft.Exchange.Data.IPRange]$Address
  } catch {
    return "it is no address, range or network"
  }
  return ""
}

$results = @()
$number = 1
foreach ($row in Import-Csv $Path) {
  $number++
  $result = [pscustomobject]@{
    Line = $number
    Connector = "$($row.Connector)".Trim()
    Address = "$($row.Address)".Trim()
    Result = ""
  }
  $results += $result
  $problem = Test-Address $result.Address
  if ($problem -ne "") {
    $result.Result = "failed: $problem"
    continue
  }
  $connector = Get-ReceiveConnector $result.Connector -ErrorAction SilentlyContinue
  if ($connector -eq $null) {
    $result.Result = "failed: there is no such connector"
    continue
  }
  $known = $connector.RemoteIPRanges | % { $_.ToString() }
  if ($known -contains $result.Address) {
    $result.Result = "already there"
    continue
  }
  if (-not $PSCmdlet.ShouldProcess($connector.Identity, "Add $($result.Address)")) {
    $result.Result = "would be added"
    continue
  }
  try {
    Set-ReceiveConnector $connector.Identity -RemoteIPRanges @{Add=$result.Address} -ErrorAction Stop
    $result.Result = "added"
  } catch {
    $result.Result = "failed: $($_.Exception.Message)"
  }
}

$results | Format-Table Line,Connector,Address,Result -AutoSize
if ($Report -ne "") { $results | Export-Csv $Report -NoTypeInformation -Encoding UTF8 }
$failed = @($results | where { $_.Result -like "failed*" }).Count
exit $failed
